import type { Plan, PlanStep } from '@syncline/model';
import { expect, it } from 'vitest';
import { schedulesOf } from './schedulesOf.ts';

const now = new Date('2026-11-21T12:00:00Z');

function planOf(role: PlanStep['role'], config: Record<string, unknown>): Plan {
  const step = { node: 'people', type: 'x', version: 1, title: 'People', connection: null, next: {} };
  const schema = { fields: [], key: [], cursorFields: [], open: true };
  const settings = { overlap: 'queue-one', catchup: 'latest', parts: 1 };
  // The settings that schedules do not look at are left out.
  return { steps: [{ ...step, role, config, schema }], settings } as unknown as Plan;
}

const kinds = (role: PlanStep['role'], config: Record<string, unknown>) =>
  schedulesOf('f1', planOf(role, config), now).map(({ kind, cron }) => [kind, cron]);

it('compares all of a synced stream once a day, each stream at a quiet time of its own', () => {
  const [[kind, cron] = []] = kinds('sync', { timezone: 'Europe/Paris' });
  expect(kind).toBe('sweep');
  const [minute, hour] = String(cron).split(' ').map(Number);
  expect(minute).toBeLessThan(60);
  expect([1, 2, 3, 4]).toContain(hour);
  expect(kinds('sync', {})).toEqual(kinds('sync', {}));
  const others = ['f2', 'f3', 'f4'].map((id) => schedulesOf(id, planOf('sync', {}), now)[0]?.cron);
  expect(new Set([cron, ...others]).size).toBeGreaterThan(1);
});

it('takes the time a person chose, or never', () => {
  expect(kinds('sync', { check: '5 22 * * 0' })).toEqual([['sweep', '5 22 * * 0']]);
  expect(kinds('sync', { check: 'never' })).toEqual([]);
});

it('compares behind incremental reads only when asked to, and never behind full ones', () => {
  const incremental = { mode: 'incremental', cron: '*/5 * * * *' };
  expect(kinds('schedule', incremental)).toEqual([['read', '*/5 * * * *']]);
  expect(kinds('schedule', { ...incremental, check: '0 3 * * *' })).toEqual([
    ['read', '*/5 * * * *'],
    ['sweep', '0 3 * * *'],
  ]);
  expect(kinds('schedule', { mode: 'full', check: '0 3 * * *' })).toEqual([]);
  expect(kinds('trigger', { cron: '0 3 * * *' })).toEqual([]);
});

it('keeps the time zone, and never begins a check beside one that is going on', () => {
  const [sweep] = schedulesOf('f1', planOf('sync', { check: '0 3 * * *', timezone: 'Europe/Paris' }), now);
  expect(sweep).toMatchObject({
    overlap: 'skip',
    timezone: 'Europe/Paris',
    nextSlot: new Date('2026-11-22T02:00:00Z'),
  });
});

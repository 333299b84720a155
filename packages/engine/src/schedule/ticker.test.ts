import { describe, expect, it } from 'vitest';
import type { DueSlot, PartJob, SlotDecision } from '../ports.ts';
import { dueDecisions } from './dueDecisions.ts';
import { createTicker } from './ticker.ts';

const due = (more: Partial<DueSlot>): DueSlot => ({
  flowId: 'flow',
  node: 'nightly',
  kind: 'read',
  cron: '0 * * * *',
  timezone: 'UTC',
  overlap: 'queue-one',
  catchup: 'latest',
  slot: new Date('2027-01-10T00:00:00Z'),
  ...more,
});
const tally = (decisions: SlotDecision[]) => ({
  run: decisions.filter(({ as }) => as === 'run').map(({ slot }) => slot.toISOString().slice(5, 16)),
  missed: decisions.filter(({ as }) => as === 'missed').length,
});

describe('slots that passed while nothing ran', () => {
  const later = new Date('2027-01-10T03:20:00Z');

  it('run once for the newest, and show the others as missed', () => {
    const { decisions, next } = dueDecisions(due({}), later);
    expect(tally(decisions)).toEqual({ run: ['01-10T03:00'], missed: 3 });
    expect(next).toEqual(new Date('2027-01-10T04:00:00Z'));
  });

  it('all run when asked, oldest first', () => {
    const { decisions } = dueDecisions(due({ catchup: 'all' }), later);
    expect(tally(decisions)).toEqual({
      run: ['01-10T00:00', '01-10T01:00', '01-10T02:00', '01-10T03:00'],
      missed: 0,
    });
  });

  it('run at most a hundred, and never those older than a day', () => {
    const minutely = due({ catchup: 'all', cron: '* * * * *', slot: new Date('2027-01-10T00:00:00Z') });
    const short = tally(dueDecisions(minutely, new Date('2027-01-10T05:00:00Z')).decisions);
    expect(short.run).toHaveLength(100);
    expect(short.missed).toBe(100);
    const weekly = due({ cron: '0 0 * * 0', slot: new Date('2027-01-10T00:00:00Z') });
    expect(tally(dueDecisions(weekly, new Date('2027-01-11T00:00:01Z')).decisions)).toEqual({
      run: [],
      missed: 1,
    });
  });

  it('do not run when nobody wants them, but one on time does', () => {
    const none = due({ catchup: 'none' });
    expect(tally(dueDecisions(none, later).decisions)).toEqual({ run: [], missed: 4 });
    expect(tally(dueDecisions(none, new Date('2027-01-10T00:00:02Z')).decisions).run).toHaveLength(1);
  });

  it('of a year are decided at once', () => {
    const long = dueDecisions(due({ cron: '*/5 * * * *', slot: new Date('2026-01-01T00:00:00Z') }), later);
    expect(tally(long.decisions)).toEqual({ run: ['01-10T03:20'], missed: 100 });
  });

  it('of a daily 02:30 in New York make one run a local day over both changes of the clock', () => {
    for (const [from, days] of [
      ['2027-03-12T12:00:00Z', 5],
      ['2027-11-05T12:00:00Z', 5],
    ] as const) {
      const daily = due({ cron: '30 2 * * *', timezone: 'America/New_York', catchup: 'all' });
      let slot = dueDecisions({ ...daily, slot: new Date(from) }, new Date(from)).next ?? new Date(0);
      const ran: string[] = [];
      const local = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York', dateStyle: 'short' });
      for (let day = 0; day < days; day += 1) {
        // Three hours late, as after a stop.
        const { decisions, next } = dueDecisions(
          { ...daily, slot },
          new Date(slot.getTime() + 3 * 3_600_000),
        );
        ran.push(
          ...decisions.filter(({ as }) => as === 'run').map((decision) => local.format(decision.slot)),
        );
        slot = next ?? new Date(0);
      }
      expect(new Set(ran).size).toBe(days);
      expect(ran).toHaveLength(days);
    }
  });
});

describe('the ticker', () => {
  it('fires every due schedule, also when another one is broken, and hands out orphaned work', async () => {
    const fired: string[] = [];
    const jobs: PartJob[] = [];
    let expired = 0;
    const ticker = createTicker({
      now: () => new Date('2027-01-10T00:00:01Z'),
      slots: {
        due: async () => [due({ node: 'broken', cron: 'never' }), due({ node: 'fine' })],
        fire: async ({ node }) => void fired.push(node),
        orphans: async () => [{ flowId: 'lost', part: 2 }],
      },
      parked: {
        read: async () => [],
        nextDue: async () => null,
        expire: async () => {
          expired += 1;
          return 0;
        },
      },
      jobs: {
        enqueue: async (job) => void jobs.push(job),
        consume: async () => undefined,
        onWake: () => () => undefined,
        onOrders: () => () => undefined,
      },
    });
    await expect(ticker.tick()).rejects.toThrow('some schedules did not fire');
    expect(fired).toEqual(['fine']);
    expect(jobs).toEqual([{ flowId: 'lost', part: 2 }]);
    expect(expired).toBe(1);
  });
});

import { runRoutes, systemRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { startSyncline } from '../harness/serverProcess.ts';
import { waitFor } from '../harness/waitFor.ts';
import { makeCopy } from './harness/copy.ts';
import { readAll } from './harness/documents.ts';
import { checkInvariants } from './harness/invariants.ts';
import { openWorld } from './harness/world.ts';

const timezone = 'America/New_York';
const shiftClock = new URL('harness/shiftClock.ts', import.meta.url).href;

it('runs once for the hours it was down, with processes starting together, and shows what it missed, one a local day', async () => {
  await using world = await openWorld('scenario 13', { workers: 0 });
  const copy = await makeCopy(world.database, 100);
  world.copies.push(copy);
  const hourly = await publishFlow(world.api, readAll(copy, { name: 'Hourly', cron: '0 * * * *' }));
  const daily = await publishFlow(world.api, readAll(copy, { name: 'Daily', cron: '30 1 * * *', timezone }));
  await world.killWeb();
  // Three hours pass for the one. The other was down for more than a change of the clock.
  await world.database.query(
    `update syncline.schedule set next_slot = date_trunc('hour', now()) - interval '2 hours' where flow_id = $1`,
    [hourly.id],
  );
  await world.database.query(
    `update syncline.schedule set next_slot = next_slot - interval '40 days' where flow_id = $1`,
    [daily.id],
  );
  await Promise.all([world.restartWeb(), world.startWorker(), world.startWorker()]);
  const runsOf = async (flow: string) =>
    (await world.api(runRoutes.listRuns, { query: { flow, limit: 100 } })).items.map(({ status }) => status);
  for (const { id } of [hourly, daily])
    await waitFor('the run that makes up for it', async () => (await runsOf(id)).includes('succeeded'));
  expect((await runsOf(hourly.id)).sort()).toEqual(['missed', 'missed', 'succeeded']);
  const days = await world.database.query<{ day: string; slots: number }>(
    `select (slot at time zone $2)::date::text as day, count(*)::int as slots
     from syncline.run where flow_id = $1 group by 1`,
    [daily.id, timezone],
  );
  expect(days.length).toBeGreaterThanOrEqual(39);
  expect(days.filter(({ slots }) => slots !== 1)).toEqual([]);
  expect((await runsOf(daily.id)).filter((status) => status === 'succeeded')).toHaveLength(1);
  await checkInvariants(world);
});

it.each([
  [
    'spring',
    '2026-03-06T12:00:00Z',
    ['03-07T07:30', '03-08T07:00', '03-09T06:30', '03-10T06:30', '03-11T06:30'],
  ],
  [
    'autumn',
    '2026-10-30T12:00:00Z',
    ['10-31T06:30', '11-01T07:30', '11-02T07:30', '11-03T07:30', '11-04T07:30'],
  ],
] as const)(
  'plans 02:30 in New York once a day over the change of the clock in %s',
  async (season, clock, slots) => {
    await using world = await openWorld(`scenario 13, ${season}`, { workers: 0 });
    await using shifted = await startSyncline({
      dataFolder: `${world.folder}/data`,
      databaseUrl: world.database.url,
      role: 'web',
      nodeOptions: ['--import', shiftClock],
      environment: { SYNCLINE_CLOCK: clock },
    });
    const answer = await shifted.api(systemRoutes.nextSlots, { query: { cron: '30 2 * * *', timezone } });
    expect(answer.slots.map((slot) => slot.slice(5, 16))).toEqual(slots);
  },
);

import { runRoutes } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { waitFor } from '../harness/waitFor.ts';
import { makeCopy } from './harness/copy.ts';
import { readAll } from './harness/documents.ts';
import { checkInvariants } from './harness/invariants.ts';
import { openWorld } from './harness/world.ts';

/** Never by itself while the proof runs: its slots are put to now by hand. */
const rarely = '0 0 1 1 *';

describe('three slots that fall into a run', () => {
  it.each([
    ['queue-one', { succeeded: 2, skipped: 2 }],
    ['skip', { succeeded: 1, skipped: 3 }],
  ] as const)('%s', async (overlap, expected) => {
    await using world = await openWorld(`scenario 12, ${overlap}`, { workers: 'inside' });
    const copy = await makeCopy(world.database, 3_000, { slowMs: 1_500 });
    world.copies.push(copy);
    const document = readAll(copy, { cron: rarely });
    await publishFlow(world.api, { ...document, settings: { overlap } });
    const runs = async () => (await world.api(runRoutes.listRuns, {})).items;
    const fire = async (count: number) => {
      await world.database.query(
        `update syncline.schedule set next_slot = date_trunc('milliseconds', now())`,
      );
      await waitFor('the slot to fire', async () => (await runs()).length === count);
    };
    await fire(1);
    await waitFor('the first run to be under way', async () =>
      (await runs()).some(({ status }) => status === 'running'),
    );
    for (const count of [2, 3, 4]) await fire(count);
    await waitFor(
      'all to be over',
      async () => (await runs()).every(({ finishedAt }) => finishedAt !== null),
      90_000,
    );
    const byStatus: Record<string, number> = {};
    for (const { status } of await runs()) byStatus[status] = (byStatus[status] ?? 0) + 1;
    expect(byStatus).toEqual(expected);
    await checkInvariants(world);
  });
});

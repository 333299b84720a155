import { connectionRoutes, flowRoutes, runRoutes } from '@syncline/model';
import { expect } from 'vitest';
import { totalsAddUp } from '../../harness/flows.ts';
import { differences, readHistory, stateHash } from './copy.ts';
import { breaches } from './watchers.ts';
import { plantedSecret, quiet, type World } from './world.ts';

export interface Proven {
  runs: number;
  writes: number;
  kills: number;
}

interface Expected {
  /** Records that may be given up or parked, so the copy differs by them. */
  differing?: number;
  /** Another secret that may show nowhere. */
  secrets?: string[];
  /**
   * How writes that were counted compare with those the copies' histories hold. `exact` unless said otherwise. `no-more`
   * where a worker dies in live work: what it wrote may be told together with what came after it, as superseded.
   * `unknown` where effect and proof do not commit together.
   */
  counted?: 'exact' | 'no-more' | 'unknown';
}

/**
 * Waits until all is quiet and holds everything there is against the invariants that can be seen from outside. The others
 * have proofs of their own: I8 also frozen.test.ts, I10 `checkRerun`, I11 the tests of two-way links, I13 memory.test.ts, I15
 * scenario 11, I16 scenario 15, I17 the compiler's property tests, I18 pause.test.ts.
 */
export async function checkInvariants(world: World, expected: Expected = {}): Promise<Proven> {
  await quiet(world);
  const { database } = world;
  const hint = `${world.title}, SYNCLINE_SEED=${world.chance.seed}`;
  let writes = 0;
  for (const copy of world.copies) {
    const differing = expected.differing ?? 0;
    expect(await differences(copy), `I1 convergence of ${copy.target}: ${hint}`).toBe(differing);
    if (differing === 0)
      expect(await stateHash(database, copy.target), `I1 hash of ${copy.target}: ${hint}`).toBe(
        await stateHash(database, copy.source),
      );
    const history = await readHistory(copy);
    expect(history, `I3, I4, I5 in ${copy.target}_history: ${hint}`).toMatchObject({
      doubled: 0,
      back: 0,
      risen: 0,
    });
    writes += history.writes;
  }
  expect(await breaches(database), `I6, I8, I14 while it ran: ${hint}`).toEqual([]);
  const runs = await checkRuns(world, hint);
  if (world.copies.length > 0 && expected.counted !== 'unknown') {
    const [counted] = await database.query<{ n: number }>(`select coalesce(sum(value::bigint), 0)::int as n
      from syncline.run_node, jsonb_each_text(outcomes)
      where key in ('created', 'updated', 'deleted')`);
    const hidden = writes - (counted?.n ?? 0);
    expect(hidden, `I7 writes that were counted and did not happen: ${hint}`).toBeGreaterThanOrEqual(0);
    if (expected.counted !== 'no-more') expect(hidden, `I7 writes nobody counted: ${hint}`).toBe(0);
  }
  const twice =
    await database.query(`select flow_id, feeder, kind, slot from syncline.run where slot is not null
    group by 1, 2, 3, 4 having count(*) > 1`);
  expect(twice, `I9 one run per slot: ${hint}`).toEqual([]);
  await checkSecrets(world, [plantedSecret, ...(expected.secrets ?? [])], hint);
  return { runs, writes, kills: world.kills.length };
}

/** I2 and I7: what was read has outcomes, in each run, in each step. I14: what is over is over. */
async function checkRuns(world: World, hint: string): Promise<number> {
  const { database, api } = world;
  const all = await database.query<{ id: string; status: string; rolling: boolean }>(
    `select id::text, status, rolling_part is not null as rolling from syncline.run`,
  );
  for (const { id, status, rolling } of all) {
    const run = await api(runRoutes.getRun, { params: { id } });
    expect(
      totalsAddUp(run),
      `I7 totals of run ${id} (${status}): ${hint} ${JSON.stringify(run.totals)}`,
    ).toBe(true);
    if (status === 'succeeded' || status === 'partial')
      expect(run.balanced, `I7 each record of run ${id} has one outcome: ${hint}`).toBe(true);
    expect(
      rolling || !['queued', 'running', 'backoff'].includes(status),
      `I14 run ${id} is over or waits by name, and is ${status}: ${hint}`,
    ).toBe(true);
  }
  return all.length;
}

/** I12: in no log of a process or a run, in no list, in no export. */
async function checkSecrets(world: World, secrets: string[], hint: string): Promise<void> {
  const { database, api } = world;
  const rows = await database.query<{ text: string }>(`
    select text from syncline.run_log union all select message from syncline.dead_letter
    union all select coalesce(detail, '') from syncline.record_event
    union all select coalesce(note, '') || coalesce(reason, '') from syncline.run
    union all select coalesce(pause_message, '') from syncline.flow`);
  const lists = [
    await api(connectionRoutes.listConnections),
    await api(flowRoutes.listFlows, {}),
    await api(runRoutes.listRuns, {}),
    await api(runRoutes.listDeadLetters, {}),
  ];
  const shown = [
    ...world.processes.map((one) => one.output()),
    rows.map(({ text }) => text).join('\n'),
    JSON.stringify(lists),
  ];
  for (const secret of secrets)
    expect(shown.filter((text) => text.includes(secret)).length, `I12 a secret is shown: ${hint}`).toBe(0);
}

/** I10: running again over an unchanged source reads everything and writes nothing. */
export async function checkRerun(world: World, flow: string, feeder: string): Promise<void> {
  const before = await Promise.all(world.copies.map(readHistory));
  const { id } = await world.api(flowRoutes.runFlow, { params: { id: flow }, body: { feeder, full: true } });
  const run = await world.finished(id);
  expect(run.totals, `I10 ${world.title}`).toMatchObject({ written: 0, failed: 0 });
  expect(run.totals.unchanged).toBe(run.totals.read);
  expect(await Promise.all(world.copies.map(readHistory))).toEqual(before);
}

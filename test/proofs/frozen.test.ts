import { setTimeout as sleep } from 'node:timers/promises';
import { flowRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import type { SynclineProcess } from '../harness/serverProcess.ts';
import { waitFor } from '../harness/waitFor.ts';
import { connect } from './harness/connections.ts';
import { type Copy, makeCopy, readHistory } from './harness/copy.ts';
import { mapPeople, readAll } from './harness/documents.ts';
import { checkInvariants } from './harness/invariants.ts';
import { putPeople, startSaas } from './harness/saas.ts';
import { openWorld, type World } from './harness/world.ts';

const rows = 1_500;

/** Publishes a flow that copies all of a table, at an API if one is given. */
async function publishCopy(world: World, copy: Copy, saas?: { url: string }): Promise<string> {
  const document = readAll(copy, { name: `Into ${copy.target}` });
  const bindings = saas && { database: 'database', saas: await connect(world, saas.url) };
  const nodes = { ...document.nodes, map: mapPeople, ...(saas && { copy: putPeople() }) };
  return (await publishFlow(world.api, { ...document, nodes }, bindings)).id;
}

const froze = (worker: SynclineProcess) =>
  waitFor(
    'a worker to freeze',
    async () => {
      if (/froze at/.test(worker.output())) return true;
      throw new Error(worker.output());
    },
    60_000,
    20,
  );

it('changes nothing when workers wake that were frozen longer than their lease: before a write into a table, amid writes to an API, and with a run locked', async () => {
  await using world = await openWorld('I8, frozen workers', { workers: 0 });
  const { database, api } = world;
  const table = await makeCopy(database, rows, { name: 'tabled' });
  const sent = await makeCopy(database, rows, { name: 'sent' });
  const ended = await makeCopy(database, 50, { name: 'ended' });
  world.copies.push(table, sent, ended);
  await using saas = await startSaas(database.url, sent);
  const flows = [
    await publishCopy(world, table),
    await publishCopy(world, ended),
    await publishCopy(world, sent, saas),
  ];
  const runs: string[] = [];
  const begin = async (flow = '') => {
    runs.push((await api(flowRoutes.runFlow, { params: { id: flow }, body: {} })).id);
  };
  const histories = () => Promise.all(world.copies.map(readHistory));

  const beforeWrite = await world.startWorker({ freezes: 'before-write:2' });
  await begin(flows[0]);
  await froze(beforeWrite);
  const inTransaction = await world.startWorker({ freezes: 'after-finish:1' });
  await begin(flows[1]);
  await froze(inTransaction);
  const amidRequests = await world.startWorker({ freezes: 'after-request:200' });
  await begin(flows[2]);
  await froze(amidRequests);
  const frozen = [beforeWrite, inTransaction, amidRequests];

  const heir = await world.startWorker();
  const finishAll = async () => {
    for (const id of runs.splice(0))
      expect(await world.finished(id)).toMatchObject({ status: 'succeeded', totals: { failed: 0 } });
  };
  await finishAll();

  // Something newer stands where the frozen ones meant to write, so that whatever they wrote would show.
  for (const { source } of world.copies) await database.query(`update ${source} set n = n + 1`);
  for (const flow of flows) await begin(flow);
  await finishAll();
  const written = await histories();
  const asked = saas.count('PUT');

  for (const { child } of frozen) child.kill('SIGCONT');
  // Longer than it takes any of them to look for their lease, and for the answer to come.
  await sleep(4_000);
  expect(saas.count('PUT'), 'requests of a worker that had been frozen').toBe(asked);
  expect(await histories()).toEqual(written);

  // And they are of use again.
  await heir.stop();
  for (const { source } of world.copies) await database.query(`update ${source} set n = n + 1`);
  for (const flow of flows) await begin(flow);
  await finishAll();
  for (const { child, output } of frozen) expect(child.exitCode ?? child.signalCode, output()).toBeNull();

  // What is sent to an API is not counted in the transaction that sends it.
  await checkInvariants(world, { counted: 'unknown' });
});

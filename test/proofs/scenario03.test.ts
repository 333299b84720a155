import { flowRoutes } from '@syncline/model';
import { expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { connect } from './harness/connections.ts';
import { makeCopy } from './harness/copy.ts';
import { mapPeople, writeCopy } from './harness/documents.ts';
import { checkInvariants, checkRerun } from './harness/invariants.ts';
import { createEditor } from './harness/people.ts';
import { killInTurn } from './harness/relay.ts';
import { tellProof } from './harness/report.ts';
import { readPeople, startSaas } from './harness/saas.ts';
import { createSender, hintBody } from './harness/sender.ts';
import { amount, sized } from './harness/size.ts';
import { openWorld } from './harness/world.ts';

const rows = amount(4_000, 10_000);
const kills = amount(3, 20);
const perSecond = sized(30, 50);
/** In minutes of edits they would rightly stop the flow for a person to look, were they more. */
const deletes = sized(0.15, 0.04);

it(
  `ends equal to the source when ${rows} records are loaded while edits and deletes arrive as hints, a third twice and all shuffled`,
  async () => {
    await using world = await openWorld('scenario 3', { workers: 0 });
    const copy = await makeCopy(world.database, rows);
    world.copies.push(copy);
    await using saas = await startSaas(world.database.url, copy);
    const flow = await publishFlow(
      world.api,
      {
        syncline: 1,
        name: 'Load and hear',
        nodes: {
          hook: { type: 'webhook.trigger', config: { key: ['id'], fetchFrom: 'all' } },
          all: readPeople(),
          map: mapPeople,
          copy: writeCopy(copy.target),
        },
        edges: [
          ['hook', 'map'],
          ['all', 'map'],
          ['map', 'copy'],
        ],
      },
      { database: 'database', saas: await connect(world, saas.url) },
    );
    const sender = createSender(world, flow.endpoints.hook ?? '', {
      shuffleMs: sized(4_000, 60_000),
      doubled: 0.3,
      bodyOf: hintBody,
    });
    const { id } = await world.api(flowRoutes.runFlow, {
      params: { id: flow.id },
      body: { feeder: 'all', full: true },
    });
    let killing = true;
    const sending = sender.send(
      createEditor(world, copy, rows + 200, deletes).edit,
      () => killing,
      perSecond,
    );
    // Waited for below; a proof that fails before must not fail twice.
    sending.catch(() => undefined);
    const progress = async () => {
      const [row] = await world.database.query<{ n: number }>(
        `select coalesce(sum(pages), 0)::int as n from syncline.run_part`,
      );
      return row?.n ?? 0;
    };
    await killInTurn(world, { kills, progress });
    killing = false;
    await sending;
    const run = await world.finished(id);
    expect(run).toMatchObject({ status: 'succeeded', totals: { failed: 0 } });
    await checkInvariants(world, { counted: 'no-more' });
    await checkRerun(world, flow.id, 'all');
    await tellProof(world);
    expect(sender.edits()).toBeGreaterThan(50);
  },
  sized(300_000, 1_800_000),
);

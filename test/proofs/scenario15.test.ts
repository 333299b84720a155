import { setTimeout as sleep } from 'node:timers/promises';
import { flowRoutes } from '@syncline/model';
import { createQuotaMeter, type QuotaRule } from '@syncline/simulators';
import { expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { connect } from './harness/connections.ts';
import { makeCopy } from './harness/copy.ts';
import { mapPeople, writeCopy } from './harness/documents.ts';
import { checkInvariants } from './harness/invariants.ts';
import { readPeople, startSaas } from './harness/saas.ts';
import { percentile, sized } from './harness/size.ts';
import { openWorld } from './harness/world.ts';

const rows = sized(20_000, 200_000);
const posts = sized(15, 120);
const most = 10;

/** The worker is not alone: the web process keeps a tenth of a limit that a person set. */
const limits: [string, QuotaRule['says'], Record<string, unknown>][] = [
  ['that the API states by the draft standard', 'draft', {}],
  ['that the API states as a time', 'epoch', {}],
  ['that a person set', 'nothing', { limitCalls: most, limitPer: 'second' }],
];

it.each(
  sized(
    limits.filter(([, says]) => says !== 'epoch'),
    limits,
  ),
)(
  `delivers live changes within three seconds while another flow of the same connection loads ${rows} records, within a limit %s`,
  async (_, says, more) => {
    await using world = await openWorld('scenario 15');
    const large = await makeCopy(world.database, rows, { name: 'large' });
    const small = await makeCopy(world.database, 0, { name: 'small' });
    for (const table of [large.source, small.source])
      await world.database.query(`insert into ${table} (id, email, name, n)
      select id, 'live@example.test', 'Live', 1 from generate_series(${rows + 1}, ${rows + posts}) id`);
    world.copies.push(large, small);
    await using saas = await startSaas(world.database.url, large);
    const quota = createQuotaMeter({ most, perMs: 1_000, says });
    saas.quota = quota;
    const bindings = { database: 'database', saas: await connect(world, saas.url, 'saas', more) };
    const loading = await publishFlow(
      world.api,
      {
        syncline: 1,
        name: 'Load much',
        nodes: {
          all: readPeople({
            pagination: { kind: 'next-url', nextPath: 'next', sizeParam: 'limit', size: 100 },
          }),
          map: mapPeople,
          copy: writeCopy(large.target),
        },
        edges: [
          ['all', 'map'],
          ['map', 'copy'],
        ],
      },
      bindings,
    );
    const listening = await publishFlow(
      world.api,
      {
        syncline: 1,
        name: 'Hear little',
        nodes: {
          hook: { type: 'webhook.trigger', config: { key: ['id'], fetchFrom: 'all' } },
          all: readPeople(),
          map: mapPeople,
          copy: writeCopy(small.target),
        },
        edges: [
          ['hook', 'map'],
          ['all', 'map'],
          ['map', 'copy'],
        ],
      },
      bindings,
    );
    const { id } = await world.api(flowRoutes.runFlow, { params: { id: loading.id }, body: {} });
    const waits: number[] = [];
    for (let person = rows + 1; person <= rows + posts; person += 1) {
      const began = performance.now();
      const answer = await fetch(new URL(listening.endpoints.hook ?? '', world.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ id: person }),
      });
      expect(answer.status).toBe(202);
      for (let seen = false; !seen; ) {
        seen =
          (await world.database.query(`select from ${small.target} where id = $1`, [person])).length === 1;
        if (!seen) await sleep(20);
      }
      waits.push(performance.now() - began);
      await sleep(Math.max(0, 1_000 - (performance.now() - began)));
    }
    // The load was under way all the time, or nothing is proven.
    expect((await world.run(id)).status).toBe('running');
    process.stdout.write(
      `scenario 15: live p50 ${Math.round(percentile(waits, 0.5))} ms, p95 ${Math.round(percentile(waits, 0.95))} ms\n`,
    );
    expect(percentile(waits, 0.95)).toBeLessThan(3_000);
    const beganRest = performance.now();
    const callsBefore = quota.calls();
    const run = await world.finished(id);
    const rate = ((quota.calls() - callsBefore) / (performance.now() - beganRest)) * 1_000;
    process.stdout.write(
      `scenario 15: ${quota.calls()} calls, ${quota.worst()} of ${most} in the worst second, ${rate.toFixed(1)} a second for the load alone\n`,
    );
    expect(quota.exceeded()).toBe(0);
    // What live changes do not need is used.
    expect(rate).toBeGreaterThan(most / 3);
    expect(run.totals).toMatchObject({ read: rows + posts, written: rows + posts });
    await checkInvariants(world);
  },
  sized(200_000, 1_200_000),
);

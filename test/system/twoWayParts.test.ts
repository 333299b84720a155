import { setTimeout as sleep } from 'node:timers/promises';
import { runRoutes } from '@syncline/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { waitFor } from '../harness/waitFor.ts';
import {
  createEdits,
  document,
  fillTables,
  openTwoTables,
  type TwoTables,
  totalOf,
  writtenTooOften,
} from './twoWay/twoTables.ts';

const records = 200;
const edits = 600;
const parts = 4;

let tables: TwoTables;
beforeAll(async () => {
  tables = await openTwoTables();
});
afterAll(() => tables[Symbol.asyncDispose]());

it(`keeps two tables equal with a link in ${parts} parts that two workers share, one of which is killed`, async () => {
  const { database, web } = tables;
  await fillTables(tables, records, 50, 50);
  await tables.forgetWrites();
  await publishFlow(web.api, document(parts), { database: 'database' });
  const first = await tables.startWorker();
  await using _second = await tables.startWorker();
  await tables.atRest();
  expect(totalOf(await tables.writesOf('crm', 'syncline'))).toBe(50);
  await tables.forgetWrites();
  const makeEdit = createEdits(tables, records);
  const owners = new Set<string>();
  for (let edit = 0; edit < edits; edit += 1) {
    await makeEdit(edit);
    if (edit === edits / 2) await first.kill();
    if (edit % 10 !== 0) continue;
    await sleep(20);
    const held = await database.query<{ owner: string }>(
      'select owner from syncline.flow_part where owner is not null and until > now()',
    );
    for (const { owner } of held) owners.add(owner);
  }
  await tables.atRest();
  expect(await writtenTooOften(tables)).toEqual([]);
  expect(await tables.openLetters()).toBe(0);
  const worked = await database.query('select part from syncline.flow_part where epoch > 0');
  expect(worked.length).toBe(parts);
  expect(owners.size, 'workers that shared the parts').toBe(2);
}, 300_000);

it('leaves records alone that automations set back again and again, and keeps the others equal', async () => {
  const { database, web } = tables;
  await using _worker = await tables.startWorker();
  await tables.forgetWrites();
  // Each in a transaction of its own, whoever wrote something else: the shop and the CRM about the name of 7, and the shop
  // alone about the plan of 9, which is not for it to say.
  const automations = [
    `update shop.customers set full_name = 'As the shop says' where id = 7 and full_name <> 'As the shop says'`,
    `update crm.people set name = 'As the CRM says' where id = 7 and name <> 'As the CRM says'`,
    `update shop.customers set tier = 'gold' where id = 9 and tier <> 'gold'`,
  ];
  let playing = true;
  const play = (async () => {
    while (playing) {
      for (const text of automations) await database.query(text);
      await sleep(50);
    }
  })();
  const letters = await waitFor(
    'both records to be left alone',
    async () => {
      const { items } = await web.api(runRoutes.listDeadLetters, { query: { code: 'link.oscillating' } });
      return items.length === 2 && items;
    },
    90_000,
  );
  expect(letters.map(({ key }) => key).sort()).toEqual(['7', '9']);
  expect(letters).toMatchObject([{ outcome: 'parked' }, { outcome: 'parked' }]);
  const written = async () => {
    const [crm, shop] = [await tables.writesOf('crm', 'syncline'), await tables.writesOf('shop', 'syncline')];
    return [7, 9].map((id) => (crm.get(id) ?? 0) + (shop.get(id) ?? 0));
  };
  await database.query(`update crm.people set name = 'Somebody else' where id = 8`);
  await waitFor('another record to go on', async () => {
    const [other] = await database.query<{ name: string }>(
      'select full_name as name from shop.customers where id = 8',
    );
    return other?.name === 'Somebody else';
  });
  const until = await written();
  for (const writes of until) expect(writes).toBeLessThanOrEqual(18);
  await sleep(2_000);
  expect(await written(), 'writes after they were left alone').toEqual(until);
  expect(await tables.openLetters()).toBe(2);
  playing = false;
  await play;
}, 180_000);

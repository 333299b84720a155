import { setTimeout as sleep } from 'node:timers/promises';
import { failureRoutes, runRoutes } from '@syncline/model';
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

const records = 250;
const edits = 1_000;

let tables: TwoTables;
beforeAll(async () => {
  tables = await openTwoTables();
});
afterAll(() => tables[Symbol.asyncDispose]());

it('brings two tables together that each had records, and tells each side only what it lacks', async () => {
  // Fifty are in both already, the last fifty in the shop alone.
  await fillTables(tables, records, 50, 50);
  await tables.forgetWrites();
  await using _worker = await tables.startWorker();
  await publishFlow(tables.web.api, document(), { database: 'database' });
  await tables.atRest();
  expect(totalOf(await tables.writesOf('crm', 'syncline'))).toBe(50);
  // The fifty in both are spelled differently: the shop is told the CRM's spelling, which changes nothing there.
  expect(totalOf(await tables.writesOf('shop', 'syncline'))).toBeLessThanOrEqual(records - 50);
}, 180_000);

it(`comes to rest after ${edits} edits on both sides, with at most one more write per edit and side, though its worker is killed`, async () => {
  await tables.forgetWrites();
  const first = await tables.startWorker();
  const makeEdit = createEdits(tables, records);
  for (let edit = 0; edit < edits; edit += 1) {
    await makeEdit(edit);
    if (edit === edits / 2) await first.kill();
    if (edit % 20 === 0) await sleep(20);
  }
  await using _second = await tables.startWorker();
  await tables.atRest();
  expect(await writtenTooOften(tables)).toEqual([]);
  expect(await tables.openLetters()).toBe(0);
}, 240_000);

it('deletes on the other side what was deleted on one', async () => {
  await using _worker = await tables.startWorker();
  await tables.database.query('delete from crm.people where id <= 5');
  await tables.database.query('delete from shop.customers where id between 6 and 10');
  await waitFor('the deletes to arrive', async () => {
    const [left] = await tables.database.query<{ n: number }>(
      'select (select count(*) from crm.people where id <= 10) + (select count(*) from shop.customers where id <= 10) as n',
    );
    return Number(left?.n) === 0;
  });
  await tables.atRest();
}, 120_000);

it('asks a person once where both sides say another thing, and is done when they agree or one has decided', async () => {
  const edit = async (id: number, note: string, remark: string) => {
    await tables.database.query('update crm.people set note = $2 where id = $1', [id, note]);
    await tables.database.query('update shop.customers set remark = $2 where id = $1', [id, remark]);
  };
  const open = async () =>
    (await tables.web.api(runRoutes.listDeadLetters, { query: { code: 'link.conflict' } })).items;
  const notes = async (id: number) =>
    tables.database.query(
      'select note, remark from crm.people join shop.customers using (id) where id = $1',
      [id],
    );
  // Nobody works yet, so both are changed before anybody looks.
  await edit(21, 'from the CRM', 'from the shop');
  await edit(22, 'old customer', 'new customer');
  await using _worker = await tables.startWorker();
  const letters = await waitFor('two questions', async () => {
    const found = await open();
    return found.length === 2 && found;
  });
  expect(letters[0]).toMatchObject({ node: 'equal', outcome: 'parked', field: 'note' });
  expect(await notes(21)).toEqual([{ note: 'from the CRM', remark: 'from the shop' }]);
  await tables.database.query(`update shop.customers set remark = 'from the CRM' where id = 21`);
  const [left] = await waitFor('the first to be closed by itself', async () => {
    const found = await open();
    return found.length === 1 && found;
  });
  const letter = await tables.web.api(failureRoutes.getDeadLetter, { params: { id: left?.id ?? '' } });
  expect(letter).toMatchObject({ key: '22', mapped: { note: { a: 'old customer', b: 'new customer' } } });
  // As the side had it that the question came from: its field is called note or remark.
  const input = letter.input as Record<string, unknown>;
  const field = 'note' in input ? 'note' : 'remark';
  await tables.web.api(failureRoutes.editDeadLetter, {
    params: { id: letter.id },
    body: { input: { ...input, [field]: 'good customer' } },
  });
  await tables.web.api(failureRoutes.replayDeadLetters, { body: { ids: [letter.id] } });
  await waitFor('the decision to be on both sides', async () => {
    const [row] = await notes(22);
    return row?.note === 'good customer' && row.remark === 'good customer';
  });
  await waitFor('an empty list', async () => (await open()).length === 0);
  await tables.atRest();
}, 120_000);

import { type FlowDocument, flowDocumentSchema, flowRoutes } from '@syncline/model';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDatabase, type TestDatabase } from '../harness/database.ts';
import { type SynclineProcess, startSyncline } from '../harness/serverProcess.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { waitFor } from '../harness/waitFor.ts';
import { launchBrowser, openPage } from './browser.ts';

const customers = 20_000;
/** The load stands still at this one for as long as the test holds the lock of this number. */
const gate = 15_000;

const flowDocument: FlowDocument = flowDocumentSchema.parse({
  syncline: 1,
  name: 'Shop to CRM',
  nodes: {
    shop: {
      type: 'postgres.sync',
      title: 'Shop customers',
      connection: 'database',
      config: { table: 'shop.customers' },
    },
    contact: {
      type: 'map',
      title: 'To contact',
      config: {
        fields: [
          { to: 'id', from: 'id' },
          { to: 'email', from: 'email', steps: ['email'], required: 'dead-letter' },
          { to: 'full_name', from: 'name' },
          { to: 'credit', from: 'credit' },
        ],
      },
    },
    size: {
      type: 'branch',
      title: 'Large credit?',
      config: {
        paths: [
          {
            name: 'large',
            title: 'Large credit',
            where: { match: 'all', tests: [{ field: 'credit', is: 'greater-or-equal', value: 50_000 }] },
          },
        ],
      },
    },
    ask: { type: 'approve', title: 'Grant this credit?', config: { question: 'Grant this credit?' } },
    crm: {
      type: 'postgres.upsert',
      title: 'CRM contacts',
      connection: 'database',
      config: { table: 'crm.contacts', key: ['id'], deletes: 'delete' },
    },
  },
  edges: [
    ['shop', 'contact'],
    ['contact', 'size'],
    ['size', 'ask', 'large'],
    ['size', 'crm', 'else'],
    ['ask', 'crm'],
  ],
  layout: { shop: [0, 60], contact: [260, 60], size: [520, 60], ask: [780, 0], crm: [1040, 60] },
});

const setup = [
  'create schema shop',
  'create schema crm',
  'create table shop.customers (id bigint primary key, email text, name text, credit numeric(12,2) not null)',
  `insert into shop.customers
    select i, (array['ana','lena','joseph','marie','sofia'])[1 + i % 5] || i || '@example.test',
      (array['Ana','Lena','Joseph','Marie','Sofia'])[1 + i % 5] || ' '
        || (array['Kovač','Brandt','Oduya','Roux','Lind','Weber','Tanaka'])[1 + i % 7], i % 900
    from generate_series(1, ${customers}) i`,
  `update shop.customers set email = 'lena.brandt at example.test' where id = 71`,
  'update shop.customers set credit = 80000 where id in (12, 13)',
  'analyze shop.customers',
  'create table crm.contacts (id bigint primary key, email text not null, full_name text, credit numeric(12,2))',
  `create function crm.stand_still() returns trigger language plpgsql as $$
    begin perform pg_advisory_xact_lock(${gate}); return new; end $$`,
  `create trigger gate before insert on crm.contacts for each row when (new.id = ${gate})
    execute function crm.stand_still()`,
];

const folder = temporaryFolder();
let database: TestDatabase;
let server: SynclineProcess;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  database = await startDatabase(`${folder.path}/db`);
  for (const statement of setup) await database.query(statement);
  server = await startSyncline({ dataFolder: `${folder.path}/data`, databaseUrl: database.url });
  browser = await launchBrowser();
  const flow = await server.api(flowRoutes.createFlow, {
    body: { document: flowDocument, bindings: { database: 'database' } },
  });
  const view = { theme: 'light', width: 1440, height: 900 } as const;
  page = await openPage(browser, `${server.url}/flows/${flow.id}`, view);
}, 60_000);

afterAll(async () => {
  await browser.close();
  await server.stop();
  await database[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const contact = async (id: number) => {
  const rows = await database.query<{ email: string; credit: number }>(
    'select email, credit::float8 as credit from crm.contacts where id = $1',
    [id],
  );
  return rows[0];
};

const arrived = (id: number, email: string) =>
  waitFor(`${email} in the CRM`, async () => (await contact(id))?.email === email);

/** What a person does in the shop's database: one change, there for everybody at once. */
const edit = (id: number, email: string) =>
  database.query('update shop.customers set email = $2 where id = $1', [id, email]);

const goTo = (path: string) => page.goto(`${server.url}${path}`);

describe('a table is loaded and followed at once', () => {
  it('edits made in the database arrive while it is loading, and the load never sets them back', async () => {
    await database.query('select pg_advisory_lock($1)', [gate]);
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Publish version 1' }).click();
    await page.getByText('Live v1').first().waitFor();
    await page.getByRole('button', { name: /^Loading.*Sources of this flow/ }).click();
    const sources = page.getByRole('dialog', { name: 'Sources of this flow' });
    await sources.getByText(/^Loading what exists: .*records read/).waitFor();
    await arrived(5, 'ana5@example.test');

    await edit(5, 'ana.new@example.test');
    await edit(customers, 'last.new@example.test');
    await database.query('delete from shop.customers where id = 6');
    await database.query(`insert into shop.customers values (90001, 'born@example.test', 'Nia Born', 10)`);
    await arrived(5, 'ana.new@example.test');
    await arrived(customers, 'last.new@example.test');
    await arrived(90_001, 'born@example.test');
    await waitFor('the delete to arrive', async () => (await contact(6)) === undefined);
    // The load holds this one just now, as it was; the change waits for that one record, and is the last word.
    await edit(gate, 'gate.new@example.test');
    expect(await contact(gate)).toBeUndefined();
    await sources.getByText(/^Loading what exists: .*records read/).waitFor();

    await database.query('select pg_advisory_unlock($1)', [gate]);
    await sources
      .getByText(/^In sync/)
      .first()
      .waitFor({ timeout: 30_000 });
    await arrived(gate, 'gate.new@example.test');
    await sources.getByRole('button', { name: 'Close' }).click();
    // All but the one that failed and the two that wait; one was deleted, one is new.
    expect(await database.query('select count(*)::integer as n from crm.contacts')).toEqual([
      { n: customers - 3 },
    ]);
    const differing = `select id from crm.contacts join shop.customers using (id)
      where contacts.email <> customers.email or contacts.credit <> customers.credit`;
    expect(await database.query(differing)).toEqual([]);
  }, 60_000);

  it('a record that failed is edited and run again', async () => {
    await goTo('/failures');
    await page.getByRole('link', { name: 'Show the record' }).click();
    await page.getByRole('link', { name: '71', exact: true }).click();
    await page.getByRole('heading', { name: 'What came in' }).waitFor();
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Value of email').fill('Lena.Brandt@Example.test');
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('Would add a record to CRM contacts').waitFor();
    expect(await contact(71)).toBeUndefined();
    await page.getByRole('button', { name: 'Replay record' }).click();
    await page.getByText('Replayed', { exact: true }).waitFor();
    expect(await contact(71)).toMatchObject({ email: 'lena.brandt@example.test' });
  }, 60_000);

  it('one that waits for a person is approved and goes on; the other waits', async () => {
    await goTo('/approvals');
    await page.locator('h2', { hasText: '12' }).waitFor();
    expect(await contact(12)).toBeUndefined();
    await page.getByRole('button', { name: /^Approve a?$/i }).click();
    await page.getByText(/^Approved 12\. It goes on now/).waitFor();
    await arrived(12, 'joseph12@example.test');
    await page.locator('h2', { hasText: '13' }).waitFor();
    expect(await contact(13)).toBeUndefined();
  }, 60_000);

  it('a customer is found by e-mail, with what became of each edit', async () => {
    await database.query('update shop.customers set credit = 750 where id = 5');
    await waitFor('the credit in the CRM', async () => (await contact(5))?.credit === 750);
    await goTo('/records');
    const search = page.getByRole('searchbox', { name: 'E-mail, phone or id' });
    await search.fill('ANA.New@example.test');
    const changes = page.locator('li', { hasText: 'Changed in CRM contacts' });
    await changes.nth(1).waitFor();
    expect(await changes.nth(0).textContent()).toMatch(/credit.*5\.00.*750\.00/);
    expect(await changes.nth(1).textContent()).toContain('ana.new@example.test');
    await search.fill('marie13@example.test');
    await page.getByText('It waits at Grant this credit?').waitFor();
  }, 60_000);
});

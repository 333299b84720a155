import { flowRoutes, runRoutes } from '@syncline/model';
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDatabase, type TestDatabase } from '../harness/database.ts';
import { type SynclineProcess, startSyncline } from '../harness/serverProcess.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { waitFor } from '../harness/waitFor.ts';
import { launchBrowser, openPage } from './browser.ts';

const folder = temporaryFolder();
let database: TestDatabase;
let server: SynclineProcess;
let browser: Browser;

beforeAll(async () => {
  database = await startDatabase(folder.path);
  server = await startSyncline({ dataFolder: `${folder.path}/data`, databaseUrl: database.url });
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await server.stop();
  await database[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const open = (path: string): Promise<Page> =>
  openPage(browser, `${server.url}${path}`, { theme: 'light', width: 1440, height: 900 });

it('brings a newcomer from the gallery to rows in the database, and shows what failed and why', async () => {
  const page = await open('/');
  await page.getByRole('link', { name: 'See templates' }).click();
  await page.getByRole('link', { name: 'Messy customer file to database' }).click();
  await page.getByRole('button', { name: 'Use template' }).click();

  await page.getByRole('heading', { name: 'Messy customer file to database', level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Publish' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^Publish/ }).click();
  await page.getByText('Live v1').first().waitFor();
  await page
    .getByRole('button', { name: /^Run once/ })
    .first()
    .click();
  await page
    .getByText(/117 written, 3 failed/)
    .first()
    .waitFor({ timeout: 30_000 });
  await page.getByRole('link', { name: 'Open run' }).click();

  await page.getByText('Done, 3 failed').waitFor();
  await page.getByText('Every record is accounted for').waitFor();
  expect(await page.getByText('120 read').count()).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Show the record' }).first().click();
  await page.getByText('C-1077').last().waitFor();
  await page.getByRole('searchbox').or(page.getByLabel('Find in the log')).fill('accounted');
  await page.getByText('All 120 records accounted for').waitFor();

  const client = new pg.Client(database.url);
  await client.connect();
  const rows = await client.query(
    'select count(*)::int as n, count(*) filter (where email ~ $1)::int as clean from demo.customers',
    ['^[a-z0-9.]+@example[.]test$'],
  );
  const liam = await client.query(
    'select first_name, last_name, country, birthday::text, lifetime_value::text from demo.customers where customer_id = $1',
    ['C-1001'],
  );
  await client.end();
  expect(rows.rows[0]).toEqual({ n: 117, clean: 117 });
  expect(liam.rows[0]).toEqual({
    first_name: 'Liam',
    last_name: "O'Brien",
    country: 'IE',
    birthday: '1982-04-17',
    lifetime_value: '8883.83',
  });
  await page.context().close();
}, 120_000);

it('runs the demo of the first page in one press', async () => {
  const page = await open('/');
  await page.getByRole('button', { name: 'Run the demo' }).click();
  await page.waitForURL(/\/runs\/\d+/);
  await page.getByText(/Done/).first().waitFor({ timeout: 30_000 });
  await page.context().close();
}, 60_000);

it('keeps a real post as a sample, and shows an event in the run list within seconds of its arrival', async () => {
  const page = await open('/templates?template=web-form-to-postgres');
  await page.getByRole('button', { name: 'Use template' }).click();
  await page.waitForURL(/\/flows\/(?!new)/);
  const id = new URL(page.url()).pathname.split('/')[2] ?? '';
  const draft = await server.api(flowRoutes.getFlow, { params: { id } });
  const address = draft.endpoints.form ?? '';
  const post = (body: object) =>
    fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  expect((await post({ id: 'a', email: 'a@example.test' })).status).toBe(202);
  await waitFor('the post among the samples', async () => {
    const { items } = await server.api(flowRoutes.listSamples, { params: { id, node: 'form' } });
    return JSON.stringify(items[0]?.body) === '{"id":"a","email":"a@example.test"}';
  });

  await server.api(flowRoutes.publishFlow, { params: { id }, body: {} });
  await page.goto(`${server.url}/runs?flow=${id}`);
  await page.getByText('No run fits these filters').waitFor();
  expect((await post({ id: 'b', email: 'B@Example.test', call: 'yes' })).status).toBe(202);
  await page.getByRole('row', { name: /Web form/ }).waitFor({ timeout: 15_000 });
  const runs = await server.api(runRoutes.listRuns, { query: { flow: id } });
  expect(runs.items[0]?.startedBy).toBe('trigger');
  await page.context().close();
}, 60_000);

import { flowDocumentSchema, flowRoutes, streamRoutes } from '@syncline/model';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDatabase, type TestDatabase } from '../harness/database.ts';
import { type SynclineProcess, startSyncline } from '../harness/serverProcess.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { waitFor } from '../harness/waitFor.ts';
import { launchBrowser, openPage } from './browser.ts';

const folder = temporaryFolder();
let database: TestDatabase;
let server: SynclineProcess;
let browser: Browser;
let flow: string;

const documentOf = (source: string) =>
  flowDocumentSchema.parse({
    syncline: 1,
    name: 'People to copy',
    nodes: {
      people: { type: 'postgres.sync', title: 'People', connection: 'database', config: { table: source } },
      pick: {
        type: 'map',
        config: {
          fields: [
            { to: 'id', from: 'id' },
            { to: 'email', from: 'email' },
          ],
        },
      },
      target: {
        type: 'postgres.upsert',
        title: 'Copy',
        connection: 'database',
        config: { table: 'shop.copied', key: ['id'], deletes: 'delete' },
      },
    },
    edges: [
      ['people', 'pick'],
      ['pick', 'target'],
    ],
  });

beforeAll(async () => {
  database = await startDatabase(`${folder.path}/db`);
  await database.query('create schema shop');
  await database.query('create table shop.people (id bigint primary key, email text)');
  await database.query(
    `insert into shop.people (id, email) select i, 'p' || i || '@example.test' from generate_series(1, 300) i`,
  );
  await database.query('create table shop.others (like shop.people including all)');
  await database.query('create table shop.copied (like shop.people including all)');
  server = await startSyncline({ dataFolder: `${folder.path}/data`, databaseUrl: database.url });
  browser = await launchBrowser();
  const created = await server.api(flowRoutes.createFlow, {
    body: { document: documentOf('shop.people'), bindings: { database: 'database' } },
  });
  flow = created.id;
  await server.api(flowRoutes.publishFlow, { params: { id: flow }, body: {} });
  await waitFor('the table to be in sync', async () => {
    const { items } = await server.api(streamRoutes.listStreams, { params: { id: flow } });
    return items[0]?.state === 'in-sync' ? true : null;
  });
}, 120_000);

afterAll(async () => {
  await browser.close();
  await server.stop();
  await database[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const open = (path: string, width = 1440): Promise<Page> =>
  openPage(browser, `${server.url}${path}`, { theme: 'light', width, height: 900 });

const copied = async () =>
  (await database.query<{ n: number }>('select count(*)::integer as n from shop.copied'))[0]?.n;

describe('a table that is kept in sync', () => {
  it('says so in the editor, is checked on demand, and tells what the check found', async () => {
    const page = await open(`/flows/${flow}`);
    await page.getByRole('button', { name: /^In sync\. Sources of this flow/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Changes taken since').waitFor();
    await dialog.getByRole('button', { name: 'Check now' }).click();
    await page.getByText('Checking everything').waitFor();
    await dialog.getByText('0 of 300 differed', { exact: false }).waitFor({ timeout: 30_000 });
    await dialog.getByText('300 compared, 0 put right, 0 gone at the source', { exact: false }).waitFor();
    await page.context().close();
  }, 60_000);

  it('is loaded again, as a whole or by name', async () => {
    const page = await open(`/flows/${flow}`, 390);
    await page.getByRole('button', { name: /Sources of this flow/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Load what exists' }).click();
    await dialog.getByText('Some records').click();
    await dialog.getByRole('button', { name: 'Load everything' }).click();
    await dialog.getByText('Name at least one record.').waitFor();
    await dialog.getByLabel('Ids at the source').fill('1\n2, 2');
    await dialog.getByRole('button', { name: 'Load 2 records' }).click();
    await page.getByText('Loading 2 records').waitFor();
    await page.context().close();
  }, 60_000);

  it('asks where it goes on when it is to read another table', async () => {
    const draft = await server.api(flowRoutes.getFlow, { params: { id: flow } });
    await server.api(flowRoutes.saveFlow, {
      params: { id: flow },
      body: { document: documentOf('shop.others') },
      headers: { 'if-match': draft.etag },
    });
    const page = await open(`/flows/${flow}`);
    await page.getByRole('button', { name: 'Publish' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Publish version 2' }).click();
    await dialog.getByText('One source is asked something else than before', { exact: false }).waitFor();
    await dialog.getByText('From now', { exact: true }).click();
    await dialog.getByRole('button', { name: 'Publish version 2' }).click();
    await page.getByText('Live v2').first().waitFor();
    const back = await server.api(flowRoutes.getFlow, { params: { id: flow } });
    await server.api(flowRoutes.saveFlow, {
      params: { id: flow },
      body: { document: documentOf('shop.people') },
      headers: { 'if-match': back.etag },
    });
    await server.api(flowRoutes.publishFlow, {
      params: { id: flow },
      body: { cursors: { people: 'reload' } },
    });
    await page.context().close();
  }, 60_000);

  it('stops before it deletes most of the copy, and a person decides', async () => {
    await waitFor('the copy to be whole', async () => ((await copied()) === 300 ? true : null));
    await waitFor('the table to be in sync', async () => {
      const { items } = await server.api(streamRoutes.listStreams, { params: { id: flow } });
      return items[0]?.state === 'in-sync' ? true : null;
    });
    const page = await open(`/flows/${flow}`);
    await page.getByText('Live v3').first().waitFor();
    await database.query('delete from shop.people where id > 100');
    const banner = page.getByRole('region', { name: 'Stopped before deleting' });
    await banner.getByText('would be deleted within 10 minutes').waitFor({ timeout: 30_000 });
    await banner.getByText('Such as').waitFor();
    expect(await copied()).toBe(300);
    await banner.getByRole('button', { name: 'Let it delete' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Let it delete' }).click();
    await page.getByText('The flow goes on and deletes them').waitFor();
    await waitFor('the copy to follow', async () => ((await copied()) === 100 ? true : null));
    await banner.waitFor({ state: 'detached' });
    await page.context().close();
  }, 90_000);
});

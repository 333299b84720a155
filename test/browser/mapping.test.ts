import { flowRoutes, templateRoutes } from '@syncline/model';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SynclineProcess, startSyncline } from '../harness/serverProcess.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { waitFor } from '../harness/waitFor.ts';
import { launchBrowser, openPage } from './browser.ts';

const view = { theme: 'light', width: 1440, height: 900 } as const;
const folder = temporaryFolder();
let server: SynclineProcess;
let browser: Browser;

beforeAll(async () => {
  server = await startSyncline({ dataFolder: folder.path });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  folder[Symbol.dispose]();
});

/** The template's flow with its mapping open; `without` leaves rows out of it first. */
async function openMapping(without: readonly string[] = []): Promise<{ page: Page; id: string }> {
  const flow = await server.api(templateRoutes.useTemplate, {
    params: { id: 'messy-csv-to-postgres' },
    body: {},
  });
  const clean = flow.document.nodes.clean;
  if (without.length > 0 && clean) {
    const rows = clean.config.fields as { to: string }[];
    const nodes = {
      ...flow.document.nodes,
      clean: {
        ...clean,
        config: { ...clean.config, fields: rows.filter(({ to }) => !without.includes(to)) },
      },
    };
    await server.api(flowRoutes.saveFlow, {
      params: { id: flow.id },
      body: { document: { ...flow.document, nodes }, bindings: flow.bindings },
      headers: { 'if-match': flow.etag },
    });
  }
  const page = await openPage(browser, `${server.url}/flows/${flow.id}?step=clean`, view);
  await page.getByText('1 of 25').waitFor();
  return { page, id: flow.id };
}

const rowOf = (page: Page, index: number) => page.locator(`[data-path="fields.${index}"]`);
const savedRows = async (id: string): Promise<unknown> =>
  (await server.api(flowRoutes.getFlow, { params: { id } })).document.nodes.clean?.config.fields;

it('shows real samples, and the live result follows a change of the steps', async () => {
  const { page, id } = await openMapping();
  const row = rowOf(page, 0);
  await row.getByText('C-1001').first().waitFor();
  await row.getByRole('button').first().click();
  await row.getByRole('button', { name: 'Add a change' }).click();
  await page.getByPlaceholder('Trim, date, join').fill('lower');
  await page.keyboard.press('Enter');
  await row.getByText('c-1001', { exact: true }).waitFor();
  await waitFor(
    'the draft to be saved',
    async () => JSON.stringify(await savedRows(id)).includes('"lowercase"') || null,
    10_000,
  );
  await page.context().close();
});

it('shows a broken field at the row, on the canvas and among the problems, and leads back to it', async () => {
  const { page } = await openMapping();
  const row = rowOf(page, 1);
  await row.getByRole('button').first().click();
  const source = row.getByRole('combobox', { name: 'Source field' });
  await source.fill('No such field');
  await source.press('Enter');
  await row.getByRole('alert').first().waitFor();
  await page.getByRole('tab', { name: /Mapping 1/ }).waitFor();
  const card = page.locator('.react-flow__node').filter({ hasText: 'Clean and map' });
  await card
    .getByText(/No such field/)
    .first()
    .waitFor();
  await page
    .getByRole('button', { name: /1 problem/ })
    .first()
    .click();
  await page
    .getByRole('button', { name: /Go to field/ })
    .first()
    .click();
  await waitFor(
    'the cursor to be in the field at fault',
    async () => (await page.locator('[data-path^="fields.1"] :focus').count()) > 0,
    5_000,
  );
  await page.context().close();
});

it('takes suggestions by one press, says how many, and takes them back by one undo', async () => {
  const { page, id } = await openMapping(['email', 'tags', 'newsletter']);
  const before = await savedRows(id);
  await page.getByText('fits email').waitFor();
  await page.getByRole('button', { name: 'Suggest', exact: true }).click();
  await page.getByText(/Suggested \d fields/).waitFor();
  expect(await page.getByText('fits email').count()).toBe(0);
  await waitFor(
    'the rows to be saved',
    async () => JSON.stringify(await savedRows(id)).includes('E-mail') || null,
    10_000,
  );
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await page.getByText('fits email').waitFor();
  await waitFor(
    'the rows to be as before',
    async () => JSON.stringify(await savedRows(id)) === JSON.stringify(before) || null,
    10_000,
  );
  await page.context().close();
});

it('tests the step and shows what comes out beside what failed', async () => {
  const { page } = await openMapping();
  await page.getByRole('button', { name: 'Test this step' }).click();
  await page.getByText('24 records on, 1 failed').waitFor();
  await page.getByRole('tab', { name: /Failed 1/ }).click();
  await page
    .getByRole('region', { name: 'Failed samples' })
    .getByText('email', { exact: true })
    .first()
    .waitFor();
  await page.context().close();
});

import { failureRoutes, recordRoutes } from '@syncline/model';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SynclineProcess, startSyncline } from '../harness/serverProcess.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { waitFor } from '../harness/waitFor.ts';
import { launchBrowser, openPage } from './browser.ts';
import { type LeadFlow, startLeadFlow } from './leadFlow.ts';

const folder = temporaryFolder();
let server: SynclineProcess;
let browser: Browser;
let leads: LeadFlow;

const outcome = (key: string, wanted: string) =>
  waitFor(`${key} to be ${wanted}`, async () => {
    const { items } = await server.api(recordRoutes.findRecords, { query: { q: key } });
    return items.find((place) => place.outcome === wanted) ?? null;
  });

beforeAll(async () => {
  server = await startSyncline({ dataFolder: folder.path });
  browser = await launchBrowser();
  leads = await startLeadFlow(server);
  await leads.post({ id: 'lead-17', email: 'Ana.Kovac@example.test', last: 'Kovac' });
  await outcome('lead-17', 'created');
  await leads.post({ id: 'lead-17', email: 'Ana.Kovac@example.test', last: 'Kovač' });
  await outcome('lead-17', 'updated');
  await leads.post({ id: 'lead-18', email: 'no address' });
  await waitFor(
    'lead-18 to fail',
    async () =>
      (await server.api(failureRoutes.listDeadLetterGroups, { query: { state: 'open' } })).total || null,
  );
}, 120_000);

afterAll(async () => {
  await browser.close();
  await server.stop();
  folder[Symbol.dispose]();
});

const open = (path: string): Promise<Page> =>
  openPage(browser, `${server.url}${path}`, { theme: 'light', width: 1440, height: 900 });

describe('one search over all flows and systems', () => {
  it('is one key away, finds an e-mail however it is written, and tells the story with values', async () => {
    const page = await open('/runs');
    await page.getByRole('heading', { name: 'Runs' }).waitFor();
    await page.keyboard.press('/');
    await page.getByRole('searchbox', { name: 'E-mail, phone or id' }).waitFor();
    await page.waitForTimeout(100);
    await page.keyboard.type('ANA.kovac@EXAMPLE.test');
    await page.getByText('1 place', { exact: false }).first().waitFor();
    await page.getByText('In sync').waitFor();
    await page.getByText('Changed in Leads table').waitFor();
    const change = page.locator('li', { hasText: 'Changed in Leads table' });
    expect(await change.textContent()).toMatch(/full_name.*Ana Kovac.*Ana Kovač/);
    await page.getByText('Added to Leads table').waitFor();
    expect(page.url()).toContain('q=ANA.kovac%40EXAMPLE.test');
    await change.getByRole('link', { name: /^Run / }).click();
    await page.waitForURL(/\/runs\/\d+$/);
    await page.context().close();
  }, 60_000);

  it('leads from a record that did not arrive to where it is put right', async () => {
    const page = await open('/records?q=lead-18');
    await page.getByText('Not synced').first().waitFor();
    await page.getByRole('link', { name: 'Open failed record' }).click();
    await page.getByRole('heading', { name: 'What came in' }).waitFor();
    await page.getByRole('link', { name: 'Its story' }).click();
    await page.waitForURL(/\/records\?q=lead-18/);
    await page.context().close();
  }, 60_000);

  it('says so when nobody is known by that name, and takes the palette’s words too', async () => {
    const page = await open('/');
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('What do you want to do or open?').fill('nobody@example.test');
    await page.getByText('Find the record “nobody@example.test”').click();
    await page.getByText('Nobody is known as “nobody@example.test”').waitFor();
    await page.getByRole('button', { name: 'Clear the search' }).click();
    await page.getByText('Where is this customer, and why?').waitFor();
    await page.context().close();
  }, 60_000);
});

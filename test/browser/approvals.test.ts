import { approvalRoutes, recordRoutes } from '@syncline/model';
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

beforeAll(async () => {
  server = await startSyncline({ dataFolder: folder.path });
  browser = await launchBrowser();
  leads = await startLeadFlow(server, true);
}, 120_000);

afterAll(async () => {
  await browser.close();
  await server.stop();
  folder[Symbol.dispose]();
});

const open = (): Promise<Page> =>
  openPage(browser, `${server.url}/approvals`, { theme: 'dark', width: 1440, height: 900 });

const waiting = async () =>
  (await server.api(approvalRoutes.listApprovals, { query: { flow: leads.flow.id } })).items;

/** Posts leads one after the other, so that they wait in this order. */
const arrive = async (...keys: string[]) => {
  for (const key of keys) {
    await leads.post({ id: key, email: `${key}@example.test` });
    await waitFor(`${key} to wait`, async () => (await waiting()).find((one) => one.key === key) ?? null);
  }
};

const written = (key: string) =>
  waitFor(`${key} to be written`, async () => {
    const { items } = await server.api(recordRoutes.findRecords, { query: { q: key } });
    return items.find(({ node, state }) => node === 'leads' && state === 'synced') ?? null;
  });

const shown = (page: Page, key: string) => page.locator('h2', { hasText: key }).waitFor();

describe('records that wait for a person', () => {
  it('are gone through by keyboard: next, approve, edit, reject', async () => {
    await arrive('lead-a', 'lead-b', 'lead-c');
    const page = await open();
    await shown(page, 'lead-a');
    await page.keyboard.press('j');
    await shown(page, 'lead-b');
    await page.keyboard.press('k');
    await shown(page, 'lead-a');
    await page.keyboard.press('a');
    await page.getByText('Approved lead-a. It goes on now', { exact: false }).waitFor();
    expect(await written('lead-a')).toMatchObject({ outcome: 'created' });

    await shown(page, 'lead-b');
    await page.keyboard.press('e');
    await page.getByLabel('Value of full_name').fill('Ana Corrected');
    await page.getByRole('button', { name: 'Approve as edited' }).click();
    await page.getByText('Approved lead-b as edited', { exact: false }).waitFor();
    await written('lead-b');

    await shown(page, 'lead-c');
    await page.keyboard.press('r');
    await page.getByText('Rejected lead-c', { exact: false }).waitFor();
    await page.getByText('Nothing waits for you').waitFor({ timeout: 15_000 });
    await page.context().close();
  }, 90_000);

  it('are decided for the content that was seen; a newer one is shown instead', async () => {
    await arrive('lead-d');
    const page = await open();
    await shown(page, 'lead-d');
    // The page asks again after seconds; whoever presses before that decides what they see.
    await page.route('**/api/approvals?*', (route) => route.abort());
    await leads.post({ id: 'lead-d', email: 'newer@example.test' });
    await waitFor('the newer content', async () =>
      (await waiting()).some(({ record }) => record.email === 'newer@example.test') ? true : null,
    );
    await page.unroute('**/api/approvals?*');
    await page.keyboard.press('a');
    await page.getByText('It changed while you looked', { exact: false }).waitFor();
    await page.getByText('newer@example.test').first().waitFor();
    expect(await waiting()).toHaveLength(1);
    await page.keyboard.press('a');
    await written('lead-d');
    await page.context().close();
  }, 60_000);

  it('are approved together up to now, with their sum; what comes later still waits', async () => {
    await arrive('lead-e', 'lead-f', 'lead-g');
    const page = await open();
    await page.getByRole('button', { name: 'Approve all 3 up to now' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('3 new').waitFor();
    await arrive('lead-h');
    await dialog.getByLabel('Note').fill('All known');
    await dialog.getByRole('button', { name: 'Approve 3 records' }).click();
    await page.getByText('Approved 3 records').waitFor();
    await written('lead-g');
    expect((await waiting()).map(({ key }) => key)).toEqual(['lead-h']);
    await shown(page, 'lead-h');
    await page.context().close();
  }, 60_000);
});

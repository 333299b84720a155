import { failureRoutes, recordRoutes, runRoutes } from '@syncline/model';
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
  leads = await startLeadFlow(server);
}, 120_000);

afterAll(async () => {
  await browser.close();
  await server.stop();
  folder[Symbol.dispose]();
});

const open = (path: string, phone = false): Promise<Page> =>
  openPage(browser, `${server.url}${path}`, {
    theme: 'light',
    width: phone ? 390 : 1440,
    height: phone ? 844 : 900,
  });

const openCount = async () =>
  (await server.api(failureRoutes.listDeadLetterGroups, { query: { state: 'open' } })).total;

const fails = async (count: number) => {
  const before = await openCount();
  for (let n = 0; n < count; n += 1) await leads.post({ id: `lead-${before}-${n}`, email: 'no address' });
  await waitFor('the records to fail', async () => (await openCount()) >= before + count || null);
  return before + count;
};

const written = (key: string) =>
  waitFor(`${key} to be written`, async () => {
    const { items } = await server.api(recordRoutes.findRecords, { query: { q: key } });
    return items.find(({ state }) => state === 'synced') ?? null;
  });

describe('a record that is not synced', () => {
  it('is corrected in a form, tried, replayed and written, on a phone too', async () => {
    const total = await fails(1);
    const page = await open('/failures', true);
    await page.getByText('email: A field could not be converted').click();
    await page.getByRole('link', { name: 'lead-0-0' }).click();
    await page.getByRole('heading', { name: 'What came in' }).waitFor();
    await page.getByText('“no address” is not an e-mail address').first().waitFor();

    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Value of email').fill('Ana.Kovac@Example.test');
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('Would add a record to Leads table').waitFor();
    await page.getByText('ana.kovac@example.test', { exact: true }).waitFor();
    expect(await openCount()).toBe(total);

    await page.getByRole('button', { name: 'Replay record' }).click();
    await page.getByText('Replaying 1 record').waitFor();
    await page.getByText('Replayed', { exact: true }).waitFor({ timeout: 30_000 });
    expect(await written('lead-0-0')).toMatchObject({ outcome: 'created' });
    await page.getByText('Edited by', { exact: false }).waitFor();
    await page.context().close();
  }, 90_000);

  it('is edited as JSON as well, and only sent once it is a record', async () => {
    await fails(1);
    const page = await open('/failures');
    await page.getByRole('link', { name: 'Show' }).first().click();
    await page.getByLabel('Failed records').getByRole('link').first().click();
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByText('JSON', { exact: true }).first().click();
    const text = page.getByLabel('Record as JSON');
    const json = await text.inputValue();
    await text.fill('{ "email": ');
    await page.getByText('Not JSON', { exact: false }).waitFor();
    expect(await page.getByRole('button', { name: 'Replay record' }).isDisabled()).toBe(true);
    await text.fill(json.replace('no address', 'json@example.test'));
    await page.getByRole('button', { name: 'Keep for later' }).click();
    await page.getByText('Kept the edit').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('The edit that is kept').waitFor({ state: 'detached' });
    await page.context().close();
  }, 60_000);

  it('is ignored with a reason, and the way back is one press', async () => {
    const total = await fails(2);
    const page = await open('/failures');
    await page.getByRole('button', { name: /^Ignore all/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: /^Ignore/ }).click();
    await dialog.getByText('Say why.').waitFor();
    await dialog.getByLabel('Why').fill('Test accounts of the shop');
    await dialog.getByRole('button', { name: /^Ignore/ }).click();
    await page.getByText(`Ignored ${total} records`).waitFor();
    expect(await openCount()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText(`Put ${total} records back on the list`).waitFor();
    expect(await openCount()).toBe(total);
    await page.context().close();
  }, 60_000);

  it('is replayed with all of its cause, as a run that the message leads to', async () => {
    const total = await fails(2);
    const page = await open('/failures');
    await page.getByRole('button', { name: /^Replay all/ }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: `Replay ${total} records` })
      .click();
    await page.getByRole('button', { name: 'Open run' }).click();
    await page.waitForURL(/\/runs\/\d+$/);
    const id = page.url().split('/').at(-1) ?? '';
    expect(await server.api(runRoutes.getRun, { params: { id } })).toMatchObject({ kind: 'replay' });
    await page.context().close();
  }, 60_000);
});

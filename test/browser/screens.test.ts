import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import { flowRoutes, runRoutes, templateRoutes } from '@syncline/model';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finishedRun } from '../harness/flows.ts';
import { type SynclineProcess, startSyncline } from '../harness/serverProcess.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { launchBrowser, openPage } from './browser.ts';

const folder = temporaryFolder();
let server: SynclineProcess;
let browser: Browser;
const paths = {
  home: '/',
  templates: '/templates',
  flows: '/flows',
  runs: '/runs',
  connections: '/connections',
  run: '',
  canvas: '',
  inspector: '',
  failures: '/failures',
  failure: '',
  approvals: '/approvals',
  records: '/records?q=C-1077',
  missing: '/no-such-page',
};

beforeAll(async () => {
  server = await startSyncline({ dataFolder: folder.path });
  browser = await launchBrowser();
  const draft = await server.api(templateRoutes.useTemplate, {
    params: { id: 'messy-csv-to-postgres' },
    body: {},
  });
  await server.api(flowRoutes.publishFlow, { params: { id: draft.id }, body: {} });
  const run = await finishedRun(
    server.api,
    (await server.api(flowRoutes.runFlow, { params: { id: draft.id }, body: {} })).id,
  );
  const failed = await server.api(runRoutes.listDeadLetters, { query: { run: run.id } });
  paths.failure = `/failures/${failed.items[0]?.id}`;
  paths.run = `/runs/${run.id}`;
  paths.canvas = `/flows/${draft.id}`;
  paths.inspector = `/flows/${draft.id}?step=clean`;
}, 120_000);

afterAll(async () => {
  await browser.close();
  await server.stop();
  folder[Symbol.dispose]();
});

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it.each(Object.keys(paths))(
    'the screen "%s" has no accessibility violation and no error',
    async (name) => {
      const errors: string[] = [];
      const page = await openPage(browser, 'about:blank', { theme, width: 1440, height: 900 });
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      await page.goto(`${server.url}${paths[name as keyof typeof paths]}`, { waitUntil: 'load' });
      await page.locator('main h1, main h2').first().waitFor();
      await page.waitForTimeout(800);
      const report = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect(
        report.violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
        ),
      ).toEqual([]);
      expect(errors).toEqual([]);
      await page.context().close();
    },
    60_000,
  );
});

it.each(Object.keys(paths))(
  'the screen "%s" fits a phone without sideways scrolling',
  async (name) => {
    const page = await openPage(browser, `${server.url}${paths[name as keyof typeof paths]}`, {
      theme: 'light',
      width: 360,
      height: 780,
    });
    await page.locator('main').waitFor();
    await page.waitForTimeout(600);
    expect(
      await page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth),
    ).toBeLessThanOrEqual(0);
    await page.context().close();
  },
  30_000,
);

it('opens the list of a field over the dialog it is in, on a phone as well', async () => {
  const page = await openPage(browser, `${server.url}/connections`, {
    theme: 'light',
    width: 390,
    height: 780,
  });
  await page.getByRole('button', { name: 'Connect a system' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Save connection' }).click();
  await dialog.getByText('Choose the system first.').waitFor();
  await dialog.getByRole('combobox').click();
  const option = page.getByRole('option', { name: /^HTTP API/ });
  const box = await option.boundingBox();
  expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 999) <= 390).toBe(true);
  await option.click();
  await dialog.getByLabel('Address').waitFor();
  await page.context().close();
}, 30_000);

/** JavaScript a screen loads before it is usable, as gzip would send it. */
async function loadedScript(path: string): Promise<number> {
  const page = await openPage(browser, 'about:blank', { theme: 'light', width: 1440, height: 900 });
  const sizes: Promise<number>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    sizes.push(response.body().then((body) => gzipSync(body).length));
  });
  await page.goto(`${server.url}${path}`, { waitUntil: 'networkidle' });
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  await page.context().close();
  return bytes / 1024;
}

it('loads at most 130 KB of script for the run pages and 190 KB for the first canvas', async () => {
  expect(await loadedScript(paths.runs)).toBeLessThan(130);
  expect(await loadedScript(paths.run)).toBeLessThan(130);
  expect(await loadedScript(paths.canvas)).toBeLessThan(190);
}, 60_000);

it.each(['failures', 'failure', 'approvals', 'records'] as const)(
  'loads at most 130 KB of script for the screen "%s"',
  async (name) => {
    expect(await loadedScript(paths[name])).toBeLessThan(130);
  },
  30_000,
);

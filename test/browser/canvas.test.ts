import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type Flow,
  type FlowDocument,
  flowDocumentSchema,
  flowRoutes,
  templateRoutes,
} from '@syncline/model';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SynclineProcess, startSyncline } from '../harness/serverProcess.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { waitFor } from '../harness/waitFor.ts';
import { launchBrowser, openPage } from './browser.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = temporaryFolder();
const desk = { theme: 'light', width: 1440, height: 900 } as const;
let server: SynclineProcess;
let browser: Browser;

beforeAll(async () => {
  if (!existsSync(`${root}apps/editor/dist/index.html`)) {
    execFileSync(process.execPath, [`${root}node_modules/vite/bin/vite.js`, 'build', 'apps/editor'], {
      cwd: root,
    });
  }
  server = await startSyncline({ dataFolder: folder.path });
  browser = await launchBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  folder[Symbol.dispose]();
});

// A card that renders writes to its own part of the document; moving one only moves the wrapper around it. As text, because
// it runs in the page.
const watchCards = `
  globalThis.touchedCards = new Set();
  new MutationObserver((records) => {
    for (const { target } of records) {
      const step = (target.closest ? target : target.parentElement)?.closest('[data-step]');
      if (step) touchedCards.add(step.dataset.step);
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
`;

const stepOf = (page: Page, name: string): Locator => page.locator(`[data-step="${name}"]`);
const labels = (page: Page): Promise<(string | null)[]> =>
  page.locator('[data-step]').evaluateAll((steps) => steps.map((step) => step.getAttribute('aria-label')));
const spoken = (page: Page, words: string) =>
  page.getByRole('status').filter({ hasText: words }).first().waitFor();
const saved = (page: Page) => page.locator('[data-save="saved"]').first().waitFor();

async function middleOf(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('It is not on the screen.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 6 });
  await page.mouse.up();
}

const createFlow = (document: FlowDocument): Promise<Flow> =>
  server.api(flowRoutes.createFlow, { body: { document } });

async function openFlow(id: string): Promise<Page> {
  const page = await openPage(browser, `${server.url}/flows/${id}`, desk);
  page.setDefaultTimeout(15_000);
  await page.getByRole('toolbar', { name: 'Add a step' }).waitFor();
  return page;
}

const line = (): FlowDocument =>
  flowDocumentSchema.parse({
    syncline: 1,
    name: 'Line',
    nodes: { hook: { type: 'webhook.trigger' }, clean: { type: 'map' }, loose: { type: 'filter' } },
    edges: [['hook', 'clean']],
    layout: { hook: [0, 0], clean: [260, 0], loose: [260, 220] },
  });

it('makes trigger, map and destination with the keyboard alone, and tells of it', async () => {
  const page = await openFlow('new');
  for (const text of ['webhook', 'map', 'upsert']) {
    await page.keyboard.press('/');
    await page.getByRole('combobox', { name: /Add a step|What next/ }).waitFor();
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    await spoken(page, 'Added');
    await page.locator('[data-step]:focus').waitFor();
  }
  expect(await labels(page)).toEqual([
    expect.stringMatching(/^Receive a webhook, step 1 of 3.*goes to Map fields$/),
    expect.stringMatching(/^Map fields, step 2 of 3.*goes to PostgreSQL upsert$/),
    expect.stringMatching(/^PostgreSQL upsert, step 3 of 3/),
  ]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowLeft');
  await page.locator('[data-step="map"]:focus').waitFor();
  await saved(page);
  await page.context().close();
});

it('drags a step out of the dock, connects it, refuses what cannot be, and undoes', async () => {
  const flow = await createFlow(line());
  const page = await openFlow(flow.id);
  const canvas = await middleOf(page.getByRole('region', { name: 'Canvas' }));
  await drag(page, await middleOf(page.getByRole('button', { name: 'Branch' })), {
    x: canvas.x - 300,
    y: canvas.y + 240,
  });
  await stepOf(page, 'branch').waitFor();
  await page.keyboard.press('Escape');

  const outOf = (name: string) => stepOf(page, name).locator('.react-flow__handle.source').first();
  await drag(page, await middleOf(outOf('loose')), await middleOf(stepOf(page, 'hook')));
  await page.getByText('A source is the beginning. Nothing can lead into it.').first().waitFor();
  await spoken(page, 'Not connected');

  await drag(page, await middleOf(outOf('clean')), await middleOf(stepOf(page, 'loose')));
  await spoken(page, 'Map fields now goes to Filter.');
  await page.keyboard.press('Control+z');
  await waitFor(
    'the line to be gone',
    async () => !(await stepOf(page, 'clean').getAttribute('aria-label'))?.includes('goes to'),
  );

  const before = await middleOf(stepOf(page, 'loose'));
  await drag(page, before, { x: before.x + 90, y: before.y - 20 });
  await waitFor(
    'the step to have moved',
    async () => (await middleOf(stepOf(page, 'loose'))).x > before.x + 60,
  );
  await page.keyboard.press('Control+z');
  await waitFor(
    'one undo to bring it back',
    async () => Math.abs((await middleOf(stepOf(page, 'loose'))).x - before.x) < 1,
  );
  await page.context().close();
});

it('copies steps from one tab and pastes them in another', async () => {
  const from = await openFlow((await createFlow(line())).id);
  await from.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await stepOf(from, 'hook').click();
  await from.keyboard.press('Control+a');
  await from.keyboard.press('Control+c');
  await spoken(from, 'Copied 3 steps');
  const to = await from.context().newPage();
  await to.goto(`${server.url}/flows/new`);
  await to.getByText('Where do the records come from?').waitFor();
  await to.keyboard.press('Control+v');
  await waitFor('the pasted steps', async () => (await labels(to)).length === 3);
  expect(await labels(to)).toContainEqual(expect.stringMatching(/Receive a webhook.*goes to Map fields/));
  await from.context().close();
});

it('opens the list of problems on Publish, and badge, list and button agree', async () => {
  const page = await openFlow((await createFlow(line())).id);
  await page.getByRole('button', { name: /\d+ problems?$/ }).waitFor();
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  const panel = page.getByRole('region', { name: 'Problems' });
  await panel.waitFor();
  const errors = await panel.locator('li svg.text-failed').count();
  const button = await page.getByRole('button', { name: /\d+ problems?$/ }).textContent();
  const onCards = (await labels(page)).reduce(
    (sum, label) => sum + Number(/(\d+) problem/.exec(label ?? '')?.[1] ?? 0),
    0,
  );
  const withoutStep = errors - (await panel.locator('li:has(svg.text-failed):has(button)').count());
  expect(Number.parseInt(button ?? '', 10)).toBe(errors);
  expect(onCards).toBe(errors - withoutStep);
  await panel.getByRole('button', { name: 'Go to field' }).first().click();
  await page.getByRole('complementary', { name: /^Step / }).waitFor();
  await page.context().close();
});

it('publishes, runs once and shows what came of it on the canvas', async () => {
  const { items } = await server.api(templateRoutes.listTemplates);
  const template = items.find(({ id }) => id === 'split-by-country');
  if (!template) throw new Error('The template split-by-country is gone.');
  const flow = await server.api(templateRoutes.useTemplate, { params: { id: template.id }, body: {} });
  const page = await openFlow(flow.id);
  await page.keyboard.press('Control+Shift+Enter');
  await page.getByRole('button', { name: 'Publish version 1' }).click();
  await page.getByText('Live v1').waitFor();
  await page.keyboard.press('Control+Enter');
  await page
    .getByText(/\d+ written/)
    .first()
    .waitFor({ timeout: 60_000 });
  await page.getByRole('link', { name: 'Open run' }).waitFor();
  await page
    .getByRole('link', { name: /records, open the run/ })
    .first()
    .waitFor();
  await page.context().close();
});

it('drags one step of a thousand without drawing the other cards again', async () => {
  const names = Array.from({ length: 1000 }, (_none, index) => `s${index}`);
  const flow = await createFlow(
    flowDocumentSchema.parse({
      syncline: 1,
      name: 'A thousand steps',
      nodes: Object.fromEntries(names.map((name) => [name, { type: 'map' }])),
      edges: names.slice(1).map((name, index) => [names[index], name]),
      layout: Object.fromEntries(
        names.map((name, index) => [name, [(index % 40) * 240, Math.floor(index / 40) * 130]]),
      ),
    }),
  );
  const page = await openFlow(flow.id);
  await page.getByRole('button', { name: /^Zoom is/ }).click();
  await page.waitForTimeout(600);
  const shown = await page.locator('[data-step]').count();
  expect(shown).toBeGreaterThan(4);
  expect(shown).toBeLessThan(120);
  const handle = page.locator('[data-step]').nth(Math.floor(shown / 2));
  const from = await middleOf(handle);
  await page.evaluate(watchCards);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 8, from.y + 8, { steps: 2 });
  await page.evaluate('touchedCards.clear()');
  await page.mouse.move(from.x + 120, from.y + 60, { steps: 36 });
  const touched = Number(await page.evaluate('touchedCards.size'));
  await page.mouse.up();
  expect(touched).toBeLessThanOrEqual(2);
  await page.context().close();
});

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type FlowDocument, flowDocumentSchema, flowRoutes, templateRoutes } from '@syncline/model';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SynclineProcess, startSyncline } from '../harness/serverProcess.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { waitFor } from '../harness/waitFor.ts';
import { launchBrowser, openPage } from './browser.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = temporaryFolder();
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

async function openFlow(id: string): Promise<Page> {
  const page = await openPage(browser, `${server.url}/flows/${id}`, {
    theme: 'light',
    width: 1440,
    height: 900,
  });
  page.setDefaultTimeout(15_000);
  await page.getByRole('toolbar', { name: 'Add a step' }).waitFor();
  return page;
}

const titled = (document: FlowDocument, step: string, title: string): FlowDocument => {
  const node = document.nodes[step];
  if (!node) throw new Error(`There is no step ${step}.`);
  return { ...document, nodes: { ...document.nodes, [step]: { ...node, title } } };
};

it('tells in words how the draft differs from the version that runs, and goes back to it', async () => {
  const made = await server.api(templateRoutes.useTemplate, { params: { id: 'split-by-country' }, body: {} });
  const flow = await server.api(flowRoutes.publishFlow, { params: { id: made.id }, body: {} });
  const [first = ''] = Object.keys(flow.document.nodes);
  await server.api(flowRoutes.saveFlow, {
    params: { id: flow.id },
    headers: { 'if-match': flow.etag },
    body: { document: { ...titled(flow.document, first, 'Every morning'), settings: { errorBudget: 20 } } },
  });
  const page = await openFlow(flow.id);
  await page.getByRole('button', { name: '2 changes' }).click();
  const panel = page.getByRole('region', { name: 'Changes' });
  await panel.getByText(/ renamed to Every morning$/).waitFor();
  await panel.getByText('Stop after failed records changed from 100 to 20').waitFor();
  await panel.getByRole('button', { name: 'Back to version 1' }).click();
  await waitFor('the count to be gone', async () => {
    return (await page.getByRole('button', { name: /^\d+ changes?$/ }).count()) === 0;
  });
  await page.keyboard.press('Control+z');
  await page.getByRole('button', { name: '2 changes' }).waitFor();
  await page.context().close();
});

it('refuses a line into a source, and connects what follows the source instead', async () => {
  const flow = await server.api(flowRoutes.createFlow, {
    body: {
      document: flowDocumentSchema.parse({
        syncline: 1,
        name: 'Line',
        nodes: {
          hook: { type: 'webhook.trigger' },
          clean: { type: 'map', title: 'Clean' },
          loose: { type: 'filter' },
        },
        edges: [['hook', 'clean']],
        layout: { hook: [0, 0], clean: [260, 0], loose: [260, 220] },
      }),
    },
  });
  const page = await openFlow(flow.id);
  const out = await page.locator('[data-step="loose"] .react-flow__handle.source').boundingBox();
  const hook = await page.locator('[data-step="hook"]').boundingBox();
  if (!out || !hook) throw new Error('The steps are not on the screen.');
  await page.mouse.move(out.x + out.width / 2, out.y + out.height / 2);
  await page.mouse.down();
  await page.mouse.move(hook.x + hook.width / 2, hook.y + hook.height / 2, { steps: 8 });
  await page.mouse.up();
  await page.getByText('Clean takes its records and can take these, too.').first().waitFor();
  await page.getByRole('button', { name: 'Connect to Clean' }).click();
  await waitFor('the line', async () => {
    const label = await page.locator('[data-step="loose"]').getAttribute('aria-label');
    return label?.includes('goes to Clean') ?? false;
  });
  expect(await page.getByRole('button', { name: 'Connect to Clean' }).count()).toBe(0);
  await page.context().close();
});

it('opens the beginning of a large flow, and the keyboard goes on to steps that were not drawn yet', async () => {
  const names = Array.from({ length: 300 }, (_none, index) => `s${index}`);
  const flow = await server.api(flowRoutes.createFlow, {
    body: {
      document: flowDocumentSchema.parse({
        syncline: 1,
        name: 'Three hundred steps',
        nodes: Object.fromEntries(names.map((name) => [name, { type: 'map' }])),
        edges: names.slice(1).map((name, index) => [names[index], name]),
        layout: Object.fromEntries(names.map((name, index) => [name, [index * 240, 0]])),
      }),
    },
  });
  const page = await openFlow(flow.id);
  await page.locator('[data-step="s0"]').focus();
  expect(await page.locator('[data-step]').count()).toBeLessThan(30);
  for (let step = 1; step <= 12; step += 1) {
    await page.keyboard.press('ArrowRight');
    await page.locator(`[data-step="s${step}"]:focus`).waitFor();
  }
  await page.getByRole('button', { name: 'Fit to view' }).click();
  await waitFor('lines between all that is seen', async () => {
    const cards = await page.locator('[data-step]').count();
    return cards > 40 && (await page.locator('.react-flow__edge path').count()) >= cards - 1;
  });
  await page.context().close();
});

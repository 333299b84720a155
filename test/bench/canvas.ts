import {
  type FlowDocument,
  type FlowEdge,
  type FlowNode,
  flowDocumentSchema,
  flowRoutes,
} from '@syncline/model';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../browser/browser.ts';
import type { TestDatabase } from '../harness/database.ts';
import { startSyncline } from '../harness/serverProcess.ts';
import { waitFor } from '../harness/waitFor.ts';
import { percentile, type Report } from './report.ts';

const kinds = [
  {
    type: 'postgres.schedule',
    config: { table: 'public.customers', cron: '0 2 * * *', timezone: 'Europe/Paris' },
  },
  { type: 'map', config: { fields: [{ to: 'email', from: 'email', steps: ['trim', 'lowercase'] }] } },
  { type: 'filter', config: {} },
  { type: 'map', config: { fields: [{ to: 'email', from: 'email' }] } },
  { type: 'postgres.upsert', config: { table: 'public.members', key: ['email'] } },
];

/** Lines of five steps each, eight lines beside each other: wide and high, as a flow that grew. */
function manySteps(steps: number): FlowDocument {
  const nodes: Record<string, FlowNode | (typeof kinds)[number]> = {};
  const edges: FlowEdge[] = [];
  const layout: Record<string, [number, number]> = {};
  for (let index = 0; index < steps; index += 1) {
    const row = Math.floor(index / 40);
    const column = index % 40;
    const kind = kinds[index % kinds.length];
    if (!kind) continue;
    nodes[`s${index}`] = kind;
    layout[`s${index}`] = [column * 240, row * 130];
    if (index % kinds.length > 0) edges.push([`s${index - 1}`, `s${index}`]);
  }
  return flowDocumentSchema.parse({ syncline: 1, name: `${steps} steps`, nodes, edges, layout });
}

// In the page, as text: it runs there. Notes when a card can first be hit, and how long a press waits for its answer.
const watchPage = `
  globalThis.canvasWatch = { seenAt: 0, at: null, pressedAt: 0, answeredAt: 0, longest: 0 };
  const look = () => {
    const watch = globalThis.canvasWatch;
    if (watch.seenAt === 0) {
      for (const step of document.querySelectorAll('[data-step]')) {
        const box = step.getBoundingClientRect();
        const x = box.x + box.width / 2, y = box.y + box.height / 2;
        if (box.width > 0 && step.contains(document.elementFromPoint(x, y))) {
          // Twice in the same place: the view has settled.
          if (watch.before?.x === x && watch.before.y === y) {
            watch.at = { x, y };
            watch.seenAt = performance.now();
          }
          watch.before = { x, y };
          break;
        }
      }
    }
    if (watch.pressedAt > 0 && watch.answeredAt === 0 && document.querySelector('.react-flow__node.selected'))
      watch.answeredAt = performance.now();
    requestAnimationFrame(look);
  };
  addEventListener('pointerdown', (event) => { canvasWatch.pressedAt ||= event.timeStamp; }, true);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) canvasWatch.longest = Math.max(canvasWatch.longest, duration);
  }).observe({ type: 'longtask', buffered: true });
  requestAnimationFrame(look);
`;

interface Opening {
  /** From asking for the page until a card could be pressed and the press was answered. */
  usable: number;
  /** From pressing a card until it is drawn as selected. */
  answer: number;
  /** The longest time nothing could be answered. */
  longest: number;
}

type Watch = {
  seenAt: number;
  at: { x: number; y: number } | null;
  pressedAt: number;
  answeredAt: number;
  longest: number;
};

async function openOnce(browser: Browser, url: string, picture?: string): Promise<Opening> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(watchPage);
  await page.goto(url, { waitUntil: 'commit' });
  const seen = await watched(page, (watch) => watch.at !== null);
  await page.mouse.click(seen.at?.x ?? 0, seen.at?.y ?? 0);
  const { pressedAt, answeredAt, longest } = await watched(page, (watch) => watch.answeredAt > 0);
  if (picture !== undefined) {
    await page.keyboard.press('Escape');
    await page.waitForTimeout(1500);
    await page.screenshot({ path: picture });
  }
  await context.close();
  return { usable: answeredAt, answer: answeredAt - pressedAt, longest };
}

const watched = (page: Page, found: (watch: Watch) => boolean): Promise<Watch> =>
  waitFor(
    'the canvas',
    async () => {
      const watch = await page.evaluate<Watch>('globalThis.canvasWatch');
      return found(watch) ? watch : null;
    },
    60_000,
    10,
  );

/**
 * Opens flows of 5, 500 and 1,000 steps in turn, each time as a browser that was never here, and measures until a press on
 * a step is answered. With `pictures` it keeps what was seen there.
 */
export async function benchCanvas(
  database: TestDatabase,
  folder: string,
  report: Report,
  pictures?: string,
): Promise<void> {
  report.line('\nOpening a flow in the editor, cold');
  await using server = await startSyncline({ dataFolder: `${folder}/canvas`, databaseUrl: database.url });
  const sizes = [5, 500, 1000];
  const flows = await Promise.all(
    sizes.map(async (steps) => ({
      steps,
      flow: await server.api(flowRoutes.createFlow, { body: { document: manySteps(steps) } }),
      openings: [] as Opening[],
    })),
  );
  const browser = await launchBrowser();
  try {
    // Five rounds; the sizes take turns, so that a busy moment of the machine meets all of them.
    for (let round = 0; round < 5; round += 1) {
      for (const { steps, flow, openings } of flows) {
        const picture = round === 0 && pictures !== undefined ? `${pictures}/${steps}-steps.png` : undefined;
        openings.push(await openOnce(browser, `${server.url}/flows/${flow.id}`, picture));
      }
    }
  } finally {
    await browser.close();
  }
  const median = (openings: readonly Opening[], part: keyof Opening) =>
    percentile(
      openings.map((opening) => opening[part]),
      0.5,
    );
  for (const { steps, openings } of flows) {
    report.figure(`${steps} steps: until a press is answered`, median(openings, 'usable') / 1000, 's');
    report.figure(`${steps} steps: answer to that press`, median(openings, 'answer'), 'ms');
    report.figure(`${steps} steps: longest task`, median(openings, 'longest'), 'ms');
  }
  const [few] = flows;
  for (const { steps, openings } of flows.slice(1)) {
    const ratio = median(openings, 'usable') / median(few?.openings ?? [], 'usable');
    report.figure(`${steps} steps / 5 steps`, ratio, 'x');
  }
}

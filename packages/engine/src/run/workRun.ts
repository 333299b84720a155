import { type ReadWindow, type Source, SyncError } from '@syncline/model';
import { type Claim, claimPage } from '../deliver/claimPage.ts';
import { deliverPage } from '../deliver/deliverPage.ts';
import { priorities } from '../guard/lanes.ts';
import { keepWritten } from '../page/keepWritten.ts';
import { createPageReader, type PageSource } from '../page/pageReader.ts';
import { type Page, preparePage } from '../page/preparePage.ts';
import { settlePage } from '../page/settlePage.ts';
import { recoverAttempts } from '../part/recoverAttempts.ts';
import type { Session } from '../part/session.ts';
import type { RunPart } from '../ports.ts';
import { callPatiently } from './callPatiently.ts';
import { finishRun, stopRun } from './endRun.ts';
import { loadKeys } from './loadKeys.ts';
import { openDestinations, openRun } from './openRun.ts';
import { replaySource } from './replaySource.ts';
import { RunStop } from './runStop.ts';
import type { RunWork } from './runWork.ts';
import { endSweep, sweepPlace } from './sweepEnd.ts';
import { count } from './words.ts';

/** Works on a run of a schedule until it ends, has to wait, or the part is handed on. */
export async function workRun(session: Session, run: RunPart): Promise<void> {
  const work = await openRun(session, run, priorities[run.kind]);
  try {
    const source = run.kind === 'replay' ? null : findSource(work);
    const window = await beginRun(session, work, source);
    await openDestinations(session, work);
    await recoverAttempts(session, run);
    if (sweepPlace(run.token) === null) await readAll(work, source, window);
    const missing = run.kind === 'sweep' ? await endSweep(work) : undefined;
    await finishRun(work, missing);
  } catch (thrown) {
    if (session.abort.aborted) throw thrown;
    if (thrown instanceof RunStop) await stopRun(session, work, thrown.stop);
    else if (thrown instanceof SyncError) {
      await stopRun(session, work, { kind: 'failed', code: thrown.code, message: thrown.message });
    } else throw thrown;
  } finally {
    await work.log.flush();
  }
}

function findSource({ ready, run, ports }: RunWork): Source {
  const { type } = ready.step(run.feeder);
  const source = ports.connectors.source(type);
  if (source !== undefined) return source;
  throw new SyncError('fatal', 'run.internal', `no source is known for steps of type ${type}`);
}

async function beginRun(session: Session, work: RunWork, source: Source | null): Promise<ReadWindow | null> {
  const { run, ports, lease, log } = work;
  const step = work.ready.step(run.feeder);
  if (!work.gaveWay.has(run.runId)) log.write('info', firstLine(run), { node: run.feeder });
  const window =
    source === null || run.window !== undefined || run.full || readsAll.has(run.kind)
      ? (run.window ?? null)
      : await callPatiently(work, {
          node: run.feeder,
          side: 'source',
          limitMs: work.options.readMs,
          tries: work.tries,
          call: (signal) => source.openWindow(work.contextOf(step, signal), step.config, run.low),
        });
  return ports.runs.begin(lease, run.runId, window, session.options.owner);
}

/** Kinds of run for which no cursor counts. */
const readsAll: ReadonlySet<RunPart['kind']> = new Set(['backfill', 'sweep', 'replay']);

function firstLine({ kind, pages, full, low, onlyKeys }: RunPart): string {
  if (pages > 0) return `Going on after page ${pages}`;
  if (kind === 'backfill')
    return onlyKeys
      ? `Loading ${count(onlyKeys.length, 'record')}`
      : 'Loading all that exists, beside the live changes';
  if (kind === 'sweep') return 'Comparing all records with what the destinations hold';
  if (kind === 'replay') return 'Running failed records once more';
  return full || low === null ? 'Reading all records' : 'Reading what changed since the last run';
}

/** All there is of the run, or only the records it was asked to load. */
async function readAll(work: RunWork, source: Source | null, window: ReadWindow | null): Promise<void> {
  const { onlyKeys = null, runId } = work.run;
  if (onlyKeys === null) await runPages(work, source ?? replaySource(work.ports.replays, runId), window);
  else await loadKeys(work, onlyKeys);
}

/**
 * While a page is delivered the next is read, mapped and looked up in the ledger; while it is settled the next is
 * delivered, unless they share a record: the lanes see to that. Pages are written and settled in their order.
 */
async function runPages(work: RunWork, source: PageSource, window: ReadWindow | null): Promise<void> {
  const reader = createPageReader(work, source, window);
  let delivered: Promise<unknown> = Promise.resolve();
  let settled: Promise<void> = Promise.resolve();
  let ahead: Promise<Claim> | null = null;

  const start = (page: Page, claiming: Promise<Claim>) => {
    const before = settled;
    const delivering = deliverPage(work, page, claiming);
    const settling = settle(work, page, delivering, before).then(reader.settled);
    settling.catch(reader.fail);
    delivered = delivering;
    settled = settling;
  };

  try {
    for (;;) {
      if (work.halt.aborted) break;
      const raw = await reader.next();
      if (raw === null) break;
      const page = await preparePage(work, { ...raw, progress: raw.progress ?? null, inboxIds: [] });
      ahead = claimPage(work, page);
      // It may fail before anybody waits for it.
      ahead.catch(() => {});
      await delivered;
      // The window in which a stop may come is between pages: what is prepared only is read again.
      if (work.halt.aborted) break;
      start(page, ahead);
      ahead = null;
    }
    await settled;
  } catch (thrown) {
    // What the page before did still counts, and its failure goes first.
    await settled;
    throw thrown;
  } finally {
    // Nobody is going to deliver that page now, so its records are free.
    ahead?.then(({ release }) => release()).catch(() => {});
    reader.close();
  }
  if (work.halt.aborted) throw new RunStop({ kind: 'halted' });
  const { run, read, settled: pages, log } = work;
  log.write('info', `${count(read, 'record')} in ${count(pages, 'page')}`, { node: run.feeder });
}

async function settle(
  work: RunWork,
  page: Page,
  delivering: Promise<() => void>,
  before: Promise<void>,
): Promise<void> {
  let release: () => void;
  try {
    release = await delivering;
  } catch (thrown) {
    // Whatever is stored of this failure must not be overtaken by the settlement of the page before.
    await before;
    throw thrown;
  }
  try {
    await settleAfter(work, page, before);
    await settlePage(work, page);
  } finally {
    release();
  }
}

/** When the page before can't be settled this one must wait too; what was written of it is kept. */
async function settleAfter(work: RunWork, page: Page, before: Promise<void>): Promise<void> {
  try {
    await before;
  } catch (thrown) {
    if (thrown instanceof RunStop) await keepWritten(work, page);
    throw thrown;
  }
}

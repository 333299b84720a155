import { setTimeout as sleep } from 'node:timers/promises';
import { createWorker } from '@syncline/engine';
import {
  type FailureGroup,
  type FlowDocument,
  isTerminal,
  type LogLine,
  type RunDetail,
  type RunSummary,
} from '@syncline/model';
import { ApiError } from '../http/problem.ts';
import { bindArguments } from './bindArguments.ts';
import { bringDemo, type Workshop } from './openWorkshop.ts';
import { chooseFeeders, publishDocument } from './publishDocument.ts';

export interface DocumentRun {
  document: FlowDocument;
  /** Logical connection name -> name of a connection, or an address. */
  bindings: Readonly<Record<string, string>>;
  /** Only this schedule; every one, when left out. */
  feeder?: string | undefined;
  /** Read everything, whatever an earlier run left. */
  full?: boolean | undefined;
  /** Ends the run at the next page. */
  signal: AbortSignal;
  onBound: (binding: { name: string; connection: string }) => void;
  onLog: (line: LogLine) => void;
  onRun: (run: RunDetail) => void;
}

/** What became of one schedule step. */
export interface FeederResult {
  run: RunDetail;
  /** Title of each step, in the order records pass them. */
  titles: Record<string, string>;
  failures: FailureGroup[];
}

const pollMs = 250;

/**
 * Runs each schedule of a document once, one after the other, and waits for the end. What `publishDocument` says of a
 * flow's identity makes a second run incremental. Its schedules do not fire by themselves afterwards.
 *
 * @returns a result per schedule; fewer when one did not end well, for the next may build on it.
 * @throws ApiError saying what is wrong with the document or its bindings.
 */
export async function runDocument(workshop: Workshop, wish: DocumentRun): Promise<FeederResult[]> {
  const { runtime, tools } = workshop;
  const { store } = runtime;
  const closeDemo = await bringDemo(workshop);
  const worker = createWorker(runtime.ports, { owner: `cli-${runtime.ports.newId()}`, concurrency: 2 });
  try {
    const parts = { connections: store.connections, nodeTypes: tools.nodeTypes };
    const bindings = await bindArguments(parts, wish.document, wish.bindings);
    await tellBindings(workshop, bindings, wish);
    const { flow, plan } = await publishDocument(workshop, wish.document, bindings);
    const feeders = chooseFeeders(plan, wish.feeder);
    const titles = Object.fromEntries(plan.steps.map(({ node, title }) => [node, title]));
    await store.flows.resume(flow.id);
    worker.start();
    const results: FeederResult[] = [];
    try {
      for (const feeder of feeders) {
        const run = await runFeeder(workshop, flow.id, feeder, wish);
        results.push({ run, titles, failures: await store.runs.failures(run.id) });
        if (run.status !== 'succeeded' && run.status !== 'partial') break;
      }
    } finally {
      await store.flows.pause(flow.id, 'Runs from the command line only.');
    }
    return results;
  } finally {
    await worker.stop();
    closeDemo();
  }
}

async function tellBindings(
  { runtime: { store } }: Workshop,
  bindings: Readonly<Record<string, string>>,
  { onBound }: DocumentRun,
): Promise<void> {
  const known = await store.connections.list();
  for (const [name, id] of Object.entries(bindings))
    onBound({ name, connection: known.find((one) => one.id === id)?.name ?? id });
}

async function runFeeder(
  { runtime: { store } }: Workshop,
  flowId: string,
  feeder: string,
  wish: DocumentRun,
): Promise<RunDetail> {
  const { id } =
    (await findReload(store, flowId, feeder)) ??
    (await store.runs.runNow(flowId, {
      startedBy: 'cli',
      feeder,
      ...(wish.full === undefined ? {} : { full: wish.full }),
    }));
  let seen = 0;
  for (let cancelled = false; ; ) {
    if (wish.signal.aborted && !cancelled) {
      cancelled = true;
      await store.runs.cancel(id);
    }
    const { document: _document, ...run } = await store.runs.get(id);
    const { items } = await store.runs.logs(id, { after: seen, limit: 500 });
    for (const line of items) {
      seen = line.seq;
      wish.onLog(line);
    }
    wish.onRun(run);
    if (items.length === 500) continue;
    if (isTerminal(run.status)) return run;
    if (run.status === 'paused') {
      // It would go on with the next call; here nobody is there to mend what stopped it.
      await store.runs.cancel(id);
      throw new ApiError('flow.paused', { detail: run.note ?? run.reason ?? 'The run was stopped.' });
    }
    await sleep(pollMs);
  }
}

/** Publishing has queued a run that reads everything, when the feeder asks something else than before. */
async function findReload(
  store: Workshop['runtime']['store'],
  flowId: string,
  feeder: string,
): Promise<RunSummary | undefined> {
  const { items } = await store.runs.list({ flow: flowId, startedBy: 'sync', kind: 'read', limit: 20 });
  return items.find((run) => run.feeder === feeder && !isTerminal(run.status));
}

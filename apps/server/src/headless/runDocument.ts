import { setTimeout as sleep } from 'node:timers/promises';
import { createWorker } from '@syncline/engine';
import { type FlowDocument, isTerminal, type LogLine, type RunDetail } from '@syncline/model';
import { bindConnections } from '../flows/bindConnections.ts';
import { publishDraft } from '../flows/publishDraft.ts';
import { ApiError } from '../http/problem.ts';
import { bindArguments } from './bindArguments.ts';
import { bringDemo, type Workshop } from './openWorkshop.ts';

export interface DocumentRun {
  document: FlowDocument;
  /** Logical connection name -> name of a connection, or an address. */
  bindings: Readonly<Record<string, string>>;
  /** Which schedule, when the flow has several. */
  feeder?: string | undefined;
  /** Read everything, whatever an earlier run left. */
  full?: boolean | undefined;
  onLog: (line: LogLine) => void;
  onRun: (run: RunDetail) => void;
  signal: AbortSignal;
}

const pollMs = 250;

/**
 * Runs a document once and waits for its end. A document of the same name is the same flow as last time, so what was
 * written before is known and an unchanged record is not written again. Its schedules do not fire.
 *
 * @throws ApiError saying what is wrong with the document or its bindings.
 */
export async function runDocument(workshop: Workshop, wish: DocumentRun): Promise<RunDetail> {
  const { runtime } = workshop;
  const closeDemo = await bringDemo(workshop);
  const worker = createWorker(runtime.ports, { owner: `cli-${runtime.ports.newId()}`, concurrency: 2 });
  try {
    const flowId = await publish(workshop, wish);
    await runtime.store.flows.resume(flowId);
    const { id } = await runtime.store.runs.runNow(flowId, {
      startedBy: 'cli',
      ...(wish.feeder === undefined ? {} : { feeder: wish.feeder }),
      ...(wish.full === undefined ? {} : { full: wish.full }),
    });
    worker.start();
    const run = await follow(workshop, id, wish);
    await runtime.store.flows.pause(flowId, 'Runs from the command line only.');
    return run;
  } finally {
    await worker.stop();
    closeDemo();
  }
}

async function publish({ runtime: { store }, tools }: Workshop, wish: DocumentRun): Promise<string> {
  const { document } = wish;
  const wanted = await bindArguments(store.connections, wish.bindings);
  const bindings = bindConnections(document, await store.connections.list(), tools.nodeTypes, wanted);
  const setting = `cli flow ${document.name}`;
  const known = await store.settings.get(setting);
  const before = typeof known === 'string' ? await store.flows.get(known).catch(() => null) : null;
  const draft = { document, bindings, triggers: [], problems: 0 };
  const flow = before
    ? await store.flows.saveDraft(before.id, { ...draft, etag: null })
    : await store.flows.insert(draft);
  await store.settings.set(setting, flow.id);
  await publishDraft({ store, ...tools }, flow, 'Run from the command line', { schedules: false });
  return flow.id;
}

async function follow({ runtime: { store } }: Workshop, id: string, wish: DocumentRun): Promise<RunDetail> {
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
    if (run.status === 'paused')
      throw new ApiError('flow.paused', { detail: run.note ?? run.reason ?? 'The run was stopped.' });
    await sleep(pollMs);
  }
}

import {
  type Change,
  type FetchedRecords,
  type Plan,
  type PlanStep,
  type Source,
  type SourceVersion,
  SyncError,
} from '@syncline/model';
import type { EnginePorts } from '../ports.ts';
import { callPatiently } from '../run/callPatiently.ts';
import type { RunWork } from '../run/runWork.ts';

/** The step that can be asked for single records of a feeder's stream. */
export interface Asker {
  step: PlanStep;
  source: Source;
  fetch: NonNullable<Source['fetch']>;
  /** Keys it takes in one call. */
  most: number;
}

/** Records as they were at one moment between the call and its answer. */
export interface Fetched {
  /** When it was asked: whatever was received later may be newer. */
  askedMs: number;
  present: Map<string, Change>;
  absent: Set<string>;
  version: SourceVersion | null;
}

/** Keys a source takes in one call that says nothing else. */
const mostKeys = 500;

export const findAsker = ({ ready, run, ports }: Pick<RunWork, 'ready' | 'run' | 'ports'>): Asker | null =>
  askerOf(ready.flow.plan, run.feeder, ports);

/** A trigger names the step to ask; a step that asks by itself is asked. Null when nobody can be asked. */
export function askerOf(
  { steps }: Plan,
  feeder: string,
  { connectors }: Pick<EnginePorts, 'connectors'>,
): Asker | null {
  const name = steps.find(({ node }) => node === feeder)?.config.fetchFrom ?? feeder;
  const step = steps.find(({ node }) => node === name);
  const source = step && connectors.source(step.type);
  if (step === undefined || source?.fetch === undefined) return null;
  if (source.fetches?.(step.config) === false) return null;
  return { step, source, fetch: source.fetch, most: mostOf(source, step) };
}

export const mostOf = (source: Source, { config }: PlanStep): number =>
  Math.min(source.fetchesAtOnce?.(config) ?? mostKeys, mostKeys);

/** The present state of records, by their source keys. @throws RunStop when the source can't be asked now. */
export async function fetchRecords(work: RunWork, asker: Asker, keys: readonly string[]): Promise<Fetched> {
  const { step, source, fetch, most } = asker;
  const askedMs = work.ports.now().getTime();
  const fetched: Fetched = { askedMs, present: new Map(), absent: new Set(), version: null };
  const receivedTs = new Date(askedMs).toISOString();
  for (let from = 0; from < keys.length; from += most) {
    const some = keys.slice(from, from + most);
    const fromMs = work.elapsed();
    const answer = await callPatiently(work, {
      node: step.node,
      side: 'source',
      limitMs: work.options.readMs,
      // Only the page the run was resumed at has tries behind it.
      tries: work.settled === work.run.pages ? work.tries : 0,
      holder: work,
      call: async (signal) =>
        complete(some, await fetch.call(source, work.contextOf(step, signal), step.config, some)),
    });
    work.timeline.add(step.node, 'work', fromMs, work.elapsed());
    for (const change of answer.changes) fetched.present.set(change.key, { ...change, receivedTs });
    for (const key of answer.absent) fetched.absent.add(key);
    // Of several looks the first: what it calls absent was so by then.
    fetched.version ??= answer.version ?? null;
  }
  return fetched;
}

/** A record the answer leaves out is neither there nor gone: taking it for gone would delete it elsewhere. */
function complete(keys: readonly string[], answer: FetchedRecords): FetchedRecords {
  const told = new Set([...answer.changes.map(({ key }) => key), ...answer.absent]);
  const left = keys.find((key) => !told.has(key));
  if (left === undefined) return answer;
  const message = `asked for ${keys.length} records, the source did not say what became of ${left}`;
  throw new SyncError('retry', 'source.bad-answer', message);
}

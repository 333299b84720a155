import { type Change, type DataRecord, type Hint, noVersion, type PlanStep } from '@syncline/model';
import { RunStop } from '../run/runStop.ts';
import type { RunWork } from '../run/runWork.ts';
import { type Asker, fetchRecords, findAsker } from './fetchRecords.ts';
import type { RawPage } from './preparePage.ts';

/** A page whose hints were followed: what the source holds now stands among its changes. */
export interface Followed {
  raw: RawPage;
  /** How many records were not there any more. */
  absent: number;
  /** Lets the early lanes go: once the page is settled, or given up. */
  release: () => void;
}

const nothingHeld = () => undefined;

/**
 * Reads the records again that a page only has word of. Their early lanes, by the identity at the source, are taken before
 * the source is asked and held until the page is settled: word that comes meanwhile is in a later page, and asks again.
 *
 * @throws RunStop when nobody can be asked, or not now.
 */
export async function followHints(work: RunWork, raw: RawPage): Promise<Followed> {
  const hints = raw.hints ?? [];
  if (hints.length === 0) return { raw, absent: 0, release: nothingHeld };
  const asker = findAsker(work);
  if (asker === null) throw nobodyToAsk(work);
  const latest = newestHints(hints);
  const lanes = new Set([...latest.values()].map(({ stream, key }) => `${stream}\n${key}`));
  const fromMs = work.elapsed();
  const release = await work.lanes.acquire(new Map([['source', lanes]]), work.priority, work.abort, work);
  const waitedMs = work.elapsed();
  if (waitedMs - fromMs > 20) work.timeline.add(work.run.feeder, 'wait', fromMs, waitedMs);
  try {
    const changes = await readAgain(work, asker, latest);
    const absent = changes.filter(({ op }) => op === 'delete').length;
    // After what the page brought in full: that was on its way before the source was asked.
    const hintedMs = new Map([...latest].map(([key, { receivedTs }]) => [key, Date.parse(receivedTs)]));
    return { raw: { ...raw, changes: [...raw.changes, ...changes], hints: [], hintedMs }, absent, release };
  } catch (thrown) {
    release();
    throw thrown;
  }
}

/**
 * Of several words about one record in a page the last: all of them came before the source is asked.
 *
 * @example newestHints([hint('7'), hint('8'), hint('7')]).size // 2
 */
function newestHints(hints: readonly Hint[]): Map<string, Hint> {
  return new Map(hints.map((hint) => [hint.key, hint]));
}

async function readAgain(work: RunWork, asker: Asker, hints: Map<string, Hint>): Promise<Change[]> {
  const { present, absent, askedMs, version } = await fetchRecords(work, asker, [...hints.keys()]);
  const receivedTs = new Date(askedMs).toISOString();
  return [...hints.values()].flatMap((hint): Change[] => {
    const { stream, key, eventId } = hint;
    const told = eventId === undefined ? {} : { eventId };
    const found = present.get(key);
    if (found !== undefined) return [{ ...found, ...told }];
    if (!absent.has(key)) return [];
    const gone = { stream, key, op: 'delete', version: version ?? noVersion } as const;
    return [{ ...gone, record: keyRecord(asker.step, key), sourceTs: null, receivedTs, ...told }];
  });
}

/** All that is known of a record that is gone: the fields its identity was made of. */
function keyRecord({ schema }: PlanStep, key: string): DataRecord {
  const [only, ...more] = schema.key;
  if (only === undefined) return {};
  if (more.length === 0) return { [only]: key };
  const values = readList(key);
  return Object.fromEntries(schema.key.map((name, at) => [name, values[at] ?? null]));
}

function readList(key: string): string[] {
  try {
    const values: unknown = JSON.parse(key);
    return Array.isArray(values) ? values.map(String) : [];
  } catch {
    return [];
  }
}

function nobodyToAsk({ ready, run }: RunWork): RunStop {
  const { title } = ready.step(run.feeder);
  const message = `${title} only says which records changed. Name the step in it that can read single records`;
  return new RunStop({ kind: 'pause', reason: 'config', code: 'source.query', message, tries: 0 });
}

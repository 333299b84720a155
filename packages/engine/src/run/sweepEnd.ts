import type { Hint, PlanStep, Token } from '@syncline/model';
import { deletePolicy } from '../deliver/destinationStep.ts';
import { deleteLimit, mostForgotten, stopForDeletes } from '../deliver/massDelete.ts';
import { fetchRecords, findAsker } from '../page/fetchRecords.ts';
import { preparePage } from '../page/preparePage.ts';
import { settlePage } from '../page/settlePage.ts';
import { feedersOf, stepsAfter } from '../plan/reach.ts';
import type { LedgerEntry, LedgerWrite, MissingRecord } from '../ports.ts';
import { partOf } from '../record/lane.ts';
import { parseVersion } from '../record/versionText.ts';
import { RunStop } from './runStop.ts';
import type { RunWork } from './runWork.ts';
import { count } from './words.ts';
import { workPage } from './workPage.ts';

/** Where a sweep stands once it has read all there is. Kept as the run's token. */
export interface SweepPlace {
  /** Destination step being looked at, and the last record of it that was. */
  node: string;
  after: string | null;
  /** Records of this part that the source no longer has. */
  missing: number;
}

/** No source gives a token with this name. */
const placeName = 'syncline sweep';

/** Null while the sweep is still reading. */
export function sweepPlace(token: Token | null): SweepPlace | null {
  if (typeof token !== 'object' || token === null || !(placeName in token)) return null;
  // Written by `tokenOf`.
  return (token as Record<string, unknown>)[placeName] as SweepPlace;
}

const tokenOf = (place: SweepPlace): Token => ({ [placeName]: { ...place } });

/** Records looked at in one page. */
const pageRecords = 500;
/** How far clocks of two machines may differ. */
const clockSkewMs = 60_000;

/**
 * What follows when a sweep has read everything: records which destinations hold and the source did not list are read
 * again one by one, and deleted if they are gone. Those that failed were listed, so they are left alone. A source that
 * can't be asked for one record deletes nothing: its records are then known to be orphans, unless one failed of which
 * nobody knows which it is.
 *
 * @returns how many were gone; undefined when it was not looked for them. @throws RunStop
 */
export async function endSweep(work: RunWork): Promise<number | undefined> {
  const { run, log } = work;
  if (work.dead > 0 && findAsker(work) === null) {
    log.write('warn', 'Records failed, so nothing is taken for deleted', { node: run.feeder });
    return undefined;
  }
  let place = sweepPlace(run.token);
  const ends = endsOfStream(work);
  const from =
    place === null
      ? 0
      : Math.max(
          0,
          ends.findIndex(({ node }) => node === place?.node),
        );
  for (const step of ends.slice(from)) {
    const start: SweepPlace =
      place?.node === step.node ? place : { node: step.node, after: null, missing: place?.missing ?? 0 };
    place = await endAt(work, step, start);
  }
  return place?.missing ?? 0;
}

/** Where only this stream leads to: its own feeder, and triggers whose word is followed by asking that feeder. */
function endsOfStream({ ready, run, ports }: RunWork): PlanStep[] {
  const { plan } = ready.flow;
  return stepsAfter(plan, run.feeder).filter((step) => {
    if (step.role !== 'destination' && step.role !== 'checkpoint') return false;
    // Whatever leads there too: a link looks at both sides itself.
    if (step.type === 'link') return true;
    if (ports.connectors.destination(step.type)?.wholeState?.(step.config) === true) return false;
    return feedersOf(plan, step.node).every(
      ({ node, config }) => node === run.feeder || config.fetchFrom === run.feeder,
    );
  });
}

async function endAt(work: RunWork, step: PlanStep, start: SweepPlace): Promise<SweepPlace> {
  const { ports, run, log, ready } = work;
  const destinationId = ready.flow.destinationIds[step.node];
  if (destinationId === undefined) return start;
  const { known, missing } = await ports.sweeps.count(run.runId, destinationId);
  if (missing === 0) return start;
  if (work.read === 0 && known > mostForgotten && !isDecided(run) && !leavesAlone(step))
    throw stopForDeletes(work, { node: step.node, count: missing, known, keys: [] });
  const asker = findAsker(work);
  if (asker !== null) await foresee(work, step, destinationId, { known, missing });
  let place = start;
  for (;;) {
    if (work.halt.aborted) throw new RunStop({ kind: 'halted' });
    const most = Math.min(pageRecords, asker?.most ?? pageRecords);
    const all = await ports.sweeps.missing(run.runId, destinationId, place.after, most);
    const last = all.at(-1);
    if (last === undefined) break;
    const own = ownOf(work, all);
    const next = { ...place, after: last.key };
    // Whether they are gone is known only once they were asked for, so the count goes on with the page after.
    const gone =
      own.length === 0
        ? 0
        : asker !== null
          ? await askForThem(work, own, next)
          : await orphan(work, step, destinationId, own, next);
    place = { ...next, missing: next.missing + gone };
  }
  const found = place.missing - start.missing;
  if (found > 0) log.write('info', `${count(found, 'record')} no longer in the source`, { node: step.node });
  return place;
}

/** What a person let it delete goes; what a person does not want deleted is asked for, and left. */
const isDecided = ({ deletesApproved, deletesRefused }: RunWork['run']): boolean =>
  deletesApproved || deletesRefused;

/** Where deletes write nothing, no mishap of a source does. */
const leavesAlone = (step: PlanStep): boolean =>
  step.role === 'destination' && ['ignore', 'unlink'].includes(deletePolicy(step));

const ownOf = ({ ready, lease }: RunWork, records: MissingRecord[]): MissingRecord[] =>
  records.filter(({ sourceKey }) => partOf(sourceKey, ready.flow.plan.settings.parts) === lease.part);

/** Counts what would be deleted before anything is, where it may be more than a run may delete. */
async function foresee(
  work: RunWork,
  step: PlanStep,
  destinationId: string,
  { known, missing }: { known: number; missing: number },
): Promise<void> {
  const { ports, run } = work;
  const asker = findAsker(work);
  const writes = step.role === 'destination' && !leavesAlone(step);
  const settled = await ports.sweeps.deleted(run.runId, step.node);
  const limit = deleteLimit(known + settled);
  if (asker === null || !writes || isDecided(run) || missing + settled <= limit) return;
  const keys: string[] = [];
  let after: string | null = null;
  for (;;) {
    if (work.halt.aborted) throw new RunStop({ kind: 'halted' });
    const all: MissingRecord[] = await ports.sweeps.missing(run.runId, destinationId, after, pageRecords);
    const last = all.at(-1);
    if (last === undefined) break;
    after = last.key;
    const own = ownOf(work, all);
    const { absent } = await fetchRecords(work, asker, [...new Set(own.map(({ sourceKey }) => sourceKey))]);
    keys.push(...own.filter(({ sourceKey }) => absent.has(sourceKey)).map(({ key }) => key));
  }
  const deleted = keys.length + settled;
  if (deleted > limit)
    throw stopForDeletes(work, { node: step.node, count: deleted, known, keys: keys.slice(0, 10) });
}

async function askForThem(work: RunWork, records: MissingRecord[], next: SweepPlace): Promise<number> {
  const { stream } = work.ready.step(work.run.feeder).config;
  const receivedTs = work.ports.now().toISOString();
  const hints = records.map(
    ({ sourceKey }): Hint => ({ stream: String(stream ?? ''), key: sourceKey, receivedTs }),
  );
  const token = tokenOf(next);
  return workPage(work, { changes: [], rejected: [], hints, token, progress: null, inboxIds: [] });
}

/** Marks them in the ledger and writes nothing: nobody can say that they are gone for certain. */
async function orphan(
  work: RunWork,
  step: PlanStep,
  destinationId: string,
  records: MissingRecord[],
  next: SweepPlace,
): Promise<number> {
  if (step.role === 'checkpoint') return 0;
  const { ports, run, lanes } = work;
  const keys = records.map(({ key }) => key);
  const release = await lanes.acquire(
    new Map([[destinationId, new Set(keys)]]),
    work.priority,
    work.abort,
    work,
  );
  try {
    const entries = await ports.ledger.read(destinationId, keys);
    const page = await preparePage(work, {
      changes: [],
      rejected: [],
      token: tokenOf(next),
      progress: null,
      inboxIds: [],
    });
    page.account.ledgerIsNew = false;
    for (const { key, sourceKey } of records) {
      const entry = entries.get(key);
      if (entry === undefined || !isOlderThanSweep(work, entry)) continue;
      const own: LedgerEntry = { ...entry, state: 'orphan', runId: run.runId, page: page.number };
      const row: LedgerWrite = {
        destinationId,
        key,
        sourceKey: sourceKey === key ? null : sourceKey,
        terms: null,
        ...own,
      };
      page.account.ledger.push(row);
    }
    await settlePage(work, page);
    return page.account.ledger.length;
  } finally {
    release();
  }
}

/** What came while the sweep was reading may have come behind it. */
function isOlderThanSweep({ run }: RunWork, entry: LedgerEntry): boolean {
  if (entry.state === 'tombstone' || entry.state === 'orphan') return false;
  const begunMs = (run.startedAt ?? run.createdAt).getTime();
  return parseVersion(entry.version).receivedMs < begunMs - clockSkewMs;
}

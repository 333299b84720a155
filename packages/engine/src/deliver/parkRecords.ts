import type { ApproveConfig, HoldConfig } from '@syncline/mapping';
import type { Outcome, RunKind } from '@syncline/model';
import { guard } from '../guard/guard.ts';
import type { Page } from '../page/preparePage.ts';
import { stepsBehind } from '../plan/reach.ts';
import type { LedgerEntry, LedgerWrite, ParkedWrite } from '../ports.ts';
import { createContentText } from '../record/contentHash.ts';
import { type Delivery, sourceKeyOf } from '../record/delivery.ts';
import { versionText } from '../record/versionText.ts';
import type { RunWork } from '../run/runWork.ts';
import { nextSlot } from '../schedule/slots.ts';
import type { Way } from './claimPage.ts';
import { createCrossing } from './crossing.ts';

/** What there is to say of a record that is kept, and until when. */
type Terms = Pick<ParkedWrite, 'due' | 'expires' | 'whenExpired'> & { detail: string };

/**
 * Ends the way of records at a checkpoint. Nothing leaves the system, so there is no intent: what is kept stands in the
 * settlement of the page, and a page that is worked on again finds it in the ledger.
 */
export async function parkRecords(work: RunWork, page: Page, way: Way): Promise<void> {
  if (way.entries.size > 0) page.account.ledgerIsNew = false;
  if (work.run.kind === 'sweep') see(page, way);
  if (way.dest.step.type === 'crossing') parkCrossings(work, page, way);
  else parkNewest(work, page, way, await findForeign(work, way));
}

/**
 * Deletes of records that are nothing to this checkpoint: it never kept them, and nobody behind has them. A delete leaves a
 * branch by every port, so most of those that come by the way a record never took are of this kind.
 *
 * @returns their keys.
 */
async function findForeign({ ports, ready }: RunWork, { dest, newest, entries }: Way): Promise<Set<string>> {
  const unknown = newest.filter(({ op, key }) => op === 'delete' && !entries.has(key));
  if (unknown.length === 0) return new Set();
  const sourceKeys = [...new Set(unknown.map(({ change }) => change.key))];
  const { plan, destinationIds } = ready.flow;
  // The checkpoint too: it may keep the record under the name it had before.
  const behind = stepsBehind(plan, dest.step.node).flatMap(({ node }) => destinationIds[node] ?? []);
  const found = await Promise.all(
    [dest.destinationId, ...behind].map((id) => ports.ledger.keysOf(id, sourceKeys)),
  );
  const isHeld = (sourceKey: string) => found.some((keys) => keys.has(sourceKey));
  return new Set(unknown.filter(({ change }) => !isHeld(change.key)).map(({ key }) => key));
}

function see({ account }: Page, { dest, newest }: Way): void {
  const keys = newest.filter(({ op }) => op === 'upsert').map(({ key }) => key);
  if (keys.length > 0) account.seen.push({ destinationId: dest.destinationId, keys });
}

function parkNewest(work: RunWork, page: Page, way: Way, foreign: ReadonlySet<string>): void {
  const { newest, superseded, entries } = way;
  const terms = termsOf(work, way);
  for (const delivery of superseded) end(page, way, delivery, 'superseded');
  for (const delivery of newest) {
    const held = entries.get(delivery.key);
    const decision = foreign.has(delivery.key) ? leftOut : decide(work, delivery, held);
    if (decision === 'park') {
      keepRow(work, page, way, delivery, 'parked');
      park(page, way, delivery, delivery.hash, terms);
      continue;
    }
    if (decision.forward) keepRow(work, page, way, delivery, decision.outcome);
    end(page, way, delivery, overtakenIn(work, decision.outcome));
  }
}

/** The row is its tombstone: news from before the delete that come late must not be asked about either. */
const leftOut = { outcome: 'filtered', forward: true } as const;

/** What was decided or is kept in this state needs no second decision; all that is newer does. */
function decide(
  { run }: RunWork,
  delivery: Delivery,
  held: LedgerEntry | undefined,
): 'park' | { outcome: Outcome; forward: boolean } {
  // So has a delete of what never came by here, but is held behind: they have the record from before.
  if (held === undefined) return 'park';
  const context = { runId: run.runId, atMostOnce: false, keepsVersion: readsAll(run.kind) };
  const decision = guard(delivery, held, context);
  return decision.act === 'settle' ? decision : 'park';
}

function parkCrossings(work: RunWork, page: Page, way: Way): void {
  const { ports, run } = work;
  const text = createContentText();
  const deliveries = page.deliveries.get(way.dest.step.node) ?? [];
  const byKey = new Map<string, Delivery[]>();
  for (const delivery of deliveries) {
    const known = byKey.get(delivery.key);
    if (known === undefined) byKey.set(delivery.key, [delivery]);
    else known.push(delivery);
  }
  for (const [key, states] of byKey) {
    const crossing = createCrossing(way.entries.get(key), {
      seesFirst: seesFirst(run),
      readsAll: readsAll(run.kind),
    });
    let crossed: Delivery | null = null;
    for (const delivery of states) {
      const outcome = crossing.take(delivery);
      if (outcome !== 'parked') {
        end(page, way, delivery, overtakenIn(work, outcome));
        continue;
      }
      if (crossed !== null) end(page, way, crossed, 'superseded');
      crossed = delivery;
    }
    const row = crossing.row();
    if (row !== null) keepRow(work, page, way, row.delivery, row.outcome);
    if (crossed === null) continue;
    const hash = crossed.op === 'delete' ? '' : ports.digest(text(crossed.record));
    const detail = crossed.op === 'delete' ? 'Deleted: goes on' : 'The condition became true: goes on';
    park(page, way, crossed, hash, { due: 'now', expires: null, whenExpired: null, detail });
  }
}

/** Runs that go over what exists: a record they meet first is not one that has just changed. */
const readsAll = (kind: RunKind): boolean => kind === 'backfill' || kind === 'sweep';

/** Whether a record nobody has seen before counts as one that has just come to be. */
function seesFirst({ kind, full, low }: RunWork['run']): boolean {
  if (kind === 'read') return !full && low !== null;
  return kind === 'live' || kind === 'release';
}

function termsOf({ ports }: RunWork, { dest }: Way): Terms {
  const { type, config } = dest.step;
  const now = ports.now();
  if (type === 'hold') {
    // The compiler parsed it by the node's own schema.
    const { cron, timezone } = config as HoldConfig;
    const due = nextSlot(cron, timezone, now) ?? now;
    return { due, expires: null, whenExpired: null, detail: `Kept until ${due.toISOString()}` };
  }
  // As above.
  const { timeoutHours, whenExpired } = config as Partial<ApproveConfig>;
  const then = whenExpired === 'reject' || whenExpired === 'approve' ? whenExpired : null;
  const expires =
    timeoutHours === undefined || then === null ? null : new Date(now.getTime() + timeoutHours * 3_600_000);
  return {
    due: null,
    expires,
    whenExpired: expires === null ? null : then,
    detail: 'Waits for a person to decide',
  };
}

function park(page: Page, { dest }: Way, delivery: Delivery, contentHash: string, terms: Terms): void {
  const { step, destinationId } = dest;
  const { detail, ...times } = terms;
  const { key, change, record, version, receivedMs } = delivery;
  page.account.parked.push({
    node: step.node,
    destinationId,
    key,
    // What came in is not needed any more: from here on the record is what the steps made of it.
    change: { ...change, record: {} },
    record,
    contentHash,
    version: versionText(version, receivedMs),
    ...times,
  });
  page.account.resumption?.tell(delivery.place, 'done');
  page.account.end(step.node, 'parked', { key, destinationId, code: 'parked', detail });
}

function end(page: Page, { dest }: Way, delivery: Delivery, outcome: Outcome): void {
  const { step, destinationId } = dest;
  page.account.endQuietly(step.node, outcome, delivery.key, destinationId);
  page.account.resumption?.tell(delivery.place, outcome === 'superseded' ? 'overtaken' : 'done');
}

/** A record that is run once more and finds something newer was not late: it was overtaken. */
const overtakenIn = ({ run }: RunWork, outcome: Outcome): Outcome =>
  run.kind === 'replay' && outcome === 'stale' ? 'superseded' : outcome;

function keepRow(work: RunWork, page: Page, { dest }: Way, delivery: Delivery, outcome: Outcome): void {
  const sourceKey = sourceKeyOf(delivery);
  const row: LedgerWrite = {
    destinationId: dest.destinationId,
    key: delivery.key,
    hash: delivery.hash,
    version: versionText(delivery.version, delivery.receivedMs),
    state: delivery.op === 'delete' ? 'tombstone' : 'synced',
    remoteId: null,
    runId: work.run.runId,
    page: page.number,
    outcome,
    sourceKey,
    terms: delivery.op === 'delete' ? null : dest.terms(delivery.record, sourceKey),
  };
  page.account.ledger.push(row);
}

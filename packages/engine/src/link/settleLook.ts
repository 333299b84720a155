import { canonicalJson, type Outcome } from '@syncline/model';
import { isUncounted } from '../guard/guard.ts';
import type { Page } from '../page/preparePage.ts';
import type { LedgerEntry, LedgerWrite } from '../ports.ts';
import { sourceKeyOf } from '../record/delivery.ts';
import { versionText } from '../record/versionText.ts';
import type { RunWork } from '../run/runWork.ts';
import { askPerson, type Issue, issueOf } from './askPerson.ts';
import type { LinkState } from './linkPort.ts';
import { type Link, type LinkSide, type SideName, sideNames } from './linkSides.ts';
import { isAsBefore, type Look } from './lookAtSides.ts';
import { type LinkBase, nextBase, type Projection } from './mergeSides.ts';
import { deletesThere } from './sideDeletes.ts';
import { heldAfter } from './spelling.ts';
import type { SentLog, WrittenSides } from './writeSides.ts';

export interface LookPlace {
  work: RunWork;
  page: Page;
  link: Link;
  /** What the ledger of the link says of the record. */
  entry: LedgerEntry | undefined;
  sent: SentLog;
}

/**
 * Takes what became of one record into the account of its page: what both sides now hold, where it went, and whether a
 * person is needed.
 */
export function settleLook(place: LookPlace, look: Look, written: WrittenSides): void {
  const { work, page, link } = place;
  const { key, place: at } = look.delivery;
  const base = baseAfter(look, written);
  const next: LinkState = { base, ...look.next };
  const isMoved = canonicalJson(toJson(next)) !== canonicalJson(toJson(look.state));
  if (isMoved) page.account.links.push({ destinationId: link.dest.destinationId, key, ...next });
  const went = sideNames.filter((name) => countSide(place, look, link[name])).length > 0;
  const issue = issueOf(work, link, look);
  const outcome = went ? 'updated' : outcomeOf(link, look, issue);
  if (went) page.account.counts.out(link.dest.step.node, 1);
  else if (issue === null)
    page.account.endQuietly(link.dest.step.node, outcome, key, link.dest.destinationId);
  if (issue !== null) askPerson(place, look, issue, went);
  page.account.resumption?.tell(at, issue === null ? 'done' : 'dead');
  keepRow(place, look, next, { issue, outcome, isMoved });
}

// Plain data by their types.
const toJson = (state: LinkState) => state as unknown as Parameters<typeof canonicalJson>[0];

function outcomeOf(link: Link, look: Look, issue: Issue | null): Outcome {
  if (issue !== null) return 'parked';
  const keepsDeleted = sideNames.some(
    (name) => look.writes[name]?.op === 'delete' && !deletesThere(link[name]),
  );
  if (keepsDeleted) return 'filtered';
  const { found, state } = look;
  if (found.a === null && found.b === null) return state.base === null ? 'echo' : 'unchanged';
  const stands = (side: SideName) =>
    state.base !== null && found[side] !== null && isAsBefore(state.base, side, found[side].values);
  return stands('a') && stands('b') ? 'echo' : 'unchanged';
}

/** What both sides are taken to have agreed on: nothing new unless all that was sent has arrived. */
function baseAfter(look: Look, { hasArrived, afterOf }: WrittenSides): LinkBase | null {
  const { delivery, state, found, writes, conflicts, isRepeated, next } = look;
  if (next.halted) return state.base;
  const held: Record<SideName, Projection | null> = { a: null, b: null };
  for (const side of sideNames) {
    const write = writes[side];
    const before = found[side]?.values ?? null;
    if (write === null) held[side] = before;
    else if (!hasArrived(side, delivery.key)) return state.base;
    else if (write.op === 'upsert') {
      const after = afterOf(side, delivery.key);
      // Somebody deleted it meanwhile: the next look decides what that means.
      if (after === null) return state.base;
      held[side] = heldAfter(before, write.values, after, isRepeated);
    }
  }
  return held.a === null || held.b === null ? null : nextBase(state.base, held.a, held.b, conflicts);
}

/** @returns whether the record went to this side, now or before a crash of this very run. */
function countSide({ work, page, link, sent }: LookPlace, look: Look, side: LinkSide): boolean {
  const { account } = page;
  const { node } = side.dest.step;
  const times = sent.times(side.name, look.delivery.key);
  const isSent = times > 0;
  const held = look.held[side.name];
  const wasSent = !isSent && held !== undefined && isUncounted(held, { runId: work.run.runId });
  if (!isSent && held !== undefined && (wasSent || held.state === 'uncertain')) {
    const outcome = sureOutcome(look, side.name, held);
    account.ledger.push(rowOf(work, page, side.dest.destinationId, look, held, outcome));
    if (wasSent) account.counts.outcome(node, outcome);
  }
  if (!isSent && !wasSent) return false;
  account.counts.in(node, Math.max(1, times));
  account.counts.port(link.dest.step.node, side.port, Math.max(1, times));
  return true;
}

/** Nobody heard of that write. What is there now tells. */
function sureOutcome({ found, state }: Look, side: SideName, held: LedgerEntry): Outcome {
  if (held.state !== 'uncertain' && held.outcome !== null) return held.outcome;
  if (found[side] === null) return 'deleted';
  return state.base === null ? 'created' : 'updated';
}

function rowOf(
  { run }: RunWork,
  page: Page,
  destinationId: string,
  { delivery, found }: Look,
  held: LedgerEntry,
  outcome: Outcome,
): LedgerWrite {
  const isThere = found.a !== null && found.b !== null;
  return {
    ...held,
    destinationId,
    key: delivery.key,
    state: held.state === 'uncertain' ? (isThere ? 'synced' : 'tombstone') : held.state,
    runId: run.runId,
    page: page.number,
    outcome,
    sourceKey: sourceKeyOf(delivery),
    terms: null,
  };
}

interface Settled {
  issue: Issue | null;
  outcome: Outcome;
  isMoved: boolean;
}

/** The link's own row: that it agrees, which closes what a person was asked, or that it waits for one. */
function keepRow(
  { work, page, link, entry }: LookPlace,
  { delivery }: Look,
  { base }: LinkState,
  { issue, outcome, isMoved }: Settled,
): void {
  const state = issue !== null ? 'dead' : base === null ? 'tombstone' : 'synced';
  const hash = issue?.hash ?? (base === null ? '' : work.ports.digest(JSON.stringify(base)));
  if (!isMoved && entry?.state === state && (issue === null || entry.hash === hash)) return;
  const sourceKey = sourceKeyOf(delivery);
  page.account.ledger.push({
    destinationId: link.dest.destinationId,
    key: delivery.key,
    hash,
    version: versionText(delivery.version, delivery.receivedMs),
    state,
    remoteId: null,
    runId: work.run.runId,
    page: page.number,
    outcome,
    sourceKey,
    terms: delivery.op === 'delete' ? null : link.dest.terms(delivery.record, sourceKey),
  });
}

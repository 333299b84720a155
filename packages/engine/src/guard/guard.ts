import { compareVersions, type Outcome, type SourceVersion, type VersionOrder } from '@syncline/model';
import type { LedgerEntry } from '../ports.ts';
import { parseVersion } from '../record/versionText.ts';

/** What a feeder proposes for one record at one destination. */
export interface Proposal {
  op: 'upsert' | 'delete';
  version: SourceVersion;
  receivedMs: number;
  /** Hash of the mapped record; '' on a delete. */
  hash: string;
}

/** The run that proposes, and how the destination is to be treated when nobody knows whether a write happened. */
export interface GuardContext {
  runId: string;
  /** Rather leave a record out than write it twice. */
  atMostOnce: boolean;
  /** Each run replaces what is there, so what earlier runs brought says nothing. Default: no. */
  wholeState?: boolean;
}

export type Decision =
  /** `known`: the destination is believed to have the record, so a write of it is an update. */
  | { act: 'write'; known: boolean }
  /** Nothing to write. `forward`: the ledger row takes the newer version. `replayed`: done before, counted now. */
  | { act: 'settle'; outcome: Outcome; forward: boolean; replayed: boolean };

/**
 * Decides what becomes of a proposal, by what the ledger holds. Every feeder passes here, so a backfill, a webhook and a
 * replay may overlap: the newest version wins whatever the order in which they come.
 *
 * @example guard(proposal, undefined, context) // { act: 'write', known: false }
 */
export function guard(proposal: Proposal, entry: LedgerEntry | undefined, context: GuardContext): Decision {
  if (context.wholeState === true) return guardWhole(proposal, entry, context);
  if (entry === undefined) {
    // A tombstone is laid even for a record never seen, else an upsert that was overtaken would raise it.
    return proposal.op === 'delete' ? settle('unchanged', true) : { act: 'write', known: false };
  }
  const held = parseVersion(entry.version);
  const order = compareVersions(proposal.version, held.version);
  const same = isSameContent(proposal, entry);
  if (same && isUncounted(entry, context) && isSettled(entry)) return replay(entry, order);
  if (order === 'older') return settle('stale', false);
  if (same && entry.state === 'uncertain' && context.atMostOnce)
    return settle('uncertain', order === 'newer');
  if (same && isSettled(entry)) return settleSame(order);
  if (isOvertaken(order, proposal, held.receivedMs, entry)) return settle('stale', false);
  return { act: 'write', known: isKnown(entry) };
}

/**
 * A run hands each record over once, in whatever state it first met it: what is replaced as a whole can't take a row
 * back, so a second state would be a second row. The next run brings it.
 */
function guardWhole(proposal: Proposal, entry: LedgerEntry | undefined, context: GuardContext): Decision {
  if (proposal.op === 'delete') return settle('filtered', false);
  if (entry?.runId !== context.runId) return { act: 'write', known: entry !== undefined && isKnown(entry) };
  const order = compareVersions(proposal.version, parseVersion(entry.version).version);
  if (isSettled(entry))
    return isUncounted(entry, context) ? replay(entry, order) : settle('duplicate', order === 'newer');
  if (entry.state === 'uncertain' && context.atMostOnce) return settle('uncertain', order === 'newer');
  return { act: 'write', known: isKnown(entry) };
}

function settle(outcome: Outcome, forward: boolean): Decision {
  return { act: 'settle', outcome, forward, replayed: false };
}

function replay({ outcome }: LedgerEntry, order: VersionOrder): Decision {
  return { act: 'settle', outcome: outcome ?? 'unchanged', forward: order === 'newer', replayed: true };
}

function settleSame(order: VersionOrder): Decision {
  if (order === 'equal') return settle('duplicate', false);
  // A row is written for a version that is newer for certain only: an unchanged full read writes no ledger row at all.
  return settle('unchanged', order === 'newer');
}

function isSameContent(proposal: Proposal, entry: LedgerEntry): boolean {
  if (proposal.op === 'delete')
    return entry.state === 'tombstone' || (entry.state === 'uncertain' && entry.hash === '');
  return entry.state !== 'tombstone' && entry.hash === proposal.hash;
}

function isSettled(entry: LedgerEntry): boolean {
  return entry.state === 'synced' || entry.state === 'tombstone';
}

/**
 * Written by a page of this run that was never settled: whatever page the record comes in now counts what was done, not
 * what it finds. Not told by the page's number, since a source may cut its pages differently after a crash.
 */
export function isUncounted(entry: LedgerEntry, { runId }: Pick<GuardContext, 'runId'>): boolean {
  return entry.outcome !== null && entry.runId === runId && entry.page === null;
}

function isOvertaken(
  order: VersionOrder,
  proposal: Proposal,
  heldReceivedMs: number,
  entry: LedgerEntry,
): boolean {
  if (order === 'incomparable') return proposal.receivedMs < heldReceivedMs;
  // One version with two contents: the mapping changed, so it is written; but a delete of a version ends it.
  return order === 'equal' && proposal.op === 'upsert' && entry.state === 'tombstone';
}

function isKnown(entry: LedgerEntry): boolean {
  if (entry.state === 'tombstone') return false;
  return isSettled(entry) || entry.state === 'uncertain' || entry.hash !== '' || entry.remoteId !== null;
}

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
  /**
   * Read at the source while the record was in the hands of its page: newer than all that was proposed, unless its version
   * says that it is older.
   */
  authoritative?: boolean;
  /** As of when it was read, where the source says so of a look beside the versions of its records. */
  look?: SourceVersion;
  /** Its page had another state of the record too, and no version told which is newer. */
  contested?: boolean;
  /** What happened is to be told each time, though the record is as it was when it happened last. */
  repeats?: boolean;
}

/**
 * What a destination does about a record that its source no longer has: nothing, delete it, mark it, or forget about it.
 */
export type DeletePolicy = 'ignore' | 'delete' | 'archive' | 'unlink';

/** The run that proposes, and how the destination is to be treated when nobody knows whether a write happened. */
export interface GuardContext {
  runId: string;
  /** Rather leave a record out than write it twice. */
  atMostOnce: boolean;
  /** Each run replaces what is there, so what earlier runs brought says nothing. Default: no. */
  wholeState?: boolean;
  /** Default: delete. */
  deletes?: DeletePolicy;
  /** A record may be read again by its key where versions don't tell which state is newer. Default: no. */
  canRefetch?: boolean;
  /** All that exists is being read, so a newer version of the same content is not worth a ledger row. Default: no. */
  keepsVersion?: boolean;
}

export type Decision =
  /**
   * `known`: the destination is believed to have the record, so a write of it is an update. `ambiguous`: nothing told
   * which state is newer, so the last to come won.
   */
  | { act: 'write'; known: boolean; ambiguous?: true }
  /** Nothing to write. `forward`: the ledger row takes the newer version. `replayed`: done before, counted now. */
  | { act: 'settle'; outcome: Outcome; forward: boolean; replayed: boolean; ambiguous?: true }
  /** Read the record again, and propose that as authoritative. */
  | { act: 'refetch' };

/**
 * Decides what becomes of a proposal, by what the ledger holds. Every feeder passes here, so a backfill, a webhook and a
 * replay may overlap: the newest version wins whatever the order in which they come.
 *
 * @example guard(proposal, undefined, context) // { act: 'write', known: false }
 */
export function guard(proposal: Proposal, entry: LedgerEntry | undefined, context: GuardContext): Decision {
  if (context.wholeState === true) return guardWhole(proposal, entry, context);
  const decision = decide(proposal, entry, context);
  return proposal.op === 'delete' ? byPolicy(decision, entry, context.deletes ?? 'delete') : decision;
}

function decide(proposal: Proposal, entry: LedgerEntry | undefined, context: GuardContext): Decision {
  const { op, authoritative = false, contested = false } = proposal;
  const canRefetch = context.canRefetch === true && !authoritative;
  if (entry === undefined) {
    if (contested && canRefetch) return { act: 'refetch' };
    // A tombstone is laid even for a record never seen, else an upsert that was overtaken would raise it.
    return op === 'delete' ? settle('unchanged', true) : { act: 'write', known: false, ...doubt(contested) };
  }
  const held = parseVersion(entry.version);
  const order = compareVersions(proposal.version, held.version);
  const same = isSameContent(proposal, entry, context);
  if (same && isUncounted(entry, context) && isSettled(entry)) return replay(entry, order);
  // What it met in its page may be newer than the ledger though it is not itself.
  if (contested && canRefetch) return { act: 'refetch' };
  // A look at the source may be behind its own events: what stands in a log is not visible to readers at once.
  if (order === 'older' || isBehind(proposal, held.version)) return settle('stale', false);
  // Left where it is by the very delete that is told once more: a person said so, or the step did then.
  if (op === 'delete' && entry.state === 'orphan' && order === 'equal' && !authoritative)
    return settle('duplicate', false);
  if (same && entry.state === 'uncertain' && context.atMostOnce)
    return settle('uncertain', order === 'newer');
  if (canRefetch && isDoubtful(proposal, entry, order, same)) return { act: 'refetch' };
  const isLater = authoritative || order === 'newer' || proposal.receivedMs >= held.receivedMs;
  const isNews = order === 'newer' || (order === 'incomparable' && proposal.receivedMs > held.receivedMs);
  if (same && isSettled(entry) && !(proposal.repeats === true && isNews))
    return settleSame(proposal, entry, order, isLater, context);
  if (authoritative) return { act: 'write', known: isKnown(entry) };
  const doubted = doubt(contested || order === 'incomparable');
  if (isOvertaken(proposal, entry, order, isLater)) return { ...settle('stale', false), ...doubted };
  return { act: 'write', known: isKnown(entry), ...doubted };
}

/** What wrote the entry may have followed the log, whose versions are not those of the records that are read. */
const isBehind = ({ look }: Proposal, held: SourceVersion): boolean =>
  look !== undefined && compareVersions(look, held) === 'older';

const doubt = (doubted: boolean): { ambiguous?: true } => (doubted ? { ambiguous: true } : {});

/** Whether it takes a look at the source to know which state is newer. */
function isDoubtful(proposal: Proposal, entry: LedgerEntry, order: VersionOrder, same: boolean): boolean {
  // A record that comes back may be one that never left: its delete was found out later than it happened.
  if (proposal.op === 'upsert' && isGone(entry) && order !== 'equal') return true;
  if (same && isSettled(entry)) return false;
  // Without a version nothing was there for certain, and whoever left it in doubt comes again.
  if (order === 'incomparable') return entry.version !== '';
  return order === 'equal' && proposal.op === 'upsert' && entry.state === 'synced';
}

/** What a delete that counts means here. */
function byPolicy(decision: Decision, entry: LedgerEntry | undefined, policy: DeletePolicy): Decision {
  if (decision.act === 'refetch') return decision;
  if (policy === 'ignore') {
    if (decision.act === 'write')
      return { ...settle('filtered', true), ...doubt(decision.ambiguous === true) };
    return decision.outcome === 'uncertain' ? decision : { ...decision, outcome: 'filtered' };
  }
  if (decision.act !== 'write' || policy === 'delete') return decision;
  // Nothing to mark where nothing is.
  const isThere = entry !== undefined && isKnown(entry);
  return policy === 'archive' && isThere ? decision : settle('unchanged', true);
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

function settle(outcome: Outcome, forward: boolean): Extract<Decision, { act: 'settle' }> {
  return { act: 'settle', outcome, forward, replayed: false };
}

function replay({ outcome }: LedgerEntry, order: VersionOrder): Decision {
  return { act: 'settle', outcome: outcome ?? 'unchanged', forward: order === 'newer', replayed: true };
}

function settleSame(
  { op }: Proposal,
  { state }: LedgerEntry,
  order: VersionOrder,
  isLater: boolean,
  { keepsVersion = false }: GuardContext,
): Decision {
  if (order === 'equal') return settle('duplicate', false);
  // The source has it again, as it was: the ledger has to say so, though there is nothing to write.
  if (op === 'upsert' && state === 'orphan')
    return isLater ? settle('unchanged', true) : settle('stale', false);
  // A row is written for a version that is newer for certain only: an unchanged full read writes no ledger row at all.
  return settle('unchanged', order === 'newer' && (op === 'delete' || !keepsVersion));
}

function isSameContent(proposal: Proposal, entry: LedgerEntry, { deletes }: GuardContext): boolean {
  if (proposal.op === 'upsert') return entry.state !== 'tombstone' && entry.hash === proposal.hash;
  if (entry.state === 'orphan') return deletes === 'ignore';
  return entry.state === 'tombstone' || (entry.state === 'uncertain' && entry.hash === '');
}

const isGone = ({ state }: LedgerEntry): boolean => state === 'tombstone' || state === 'orphan';
const isSettled = (entry: LedgerEntry): boolean => entry.state === 'synced' || isGone(entry);

/**
 * Written by a page of this run that was never settled: whatever page the record comes in now counts what was done, not
 * what it finds. Not told by the page's number, since a source may cut its pages differently after a crash.
 */
export function isUncounted(entry: LedgerEntry, { runId }: Pick<GuardContext, 'runId'>): boolean {
  return entry.outcome !== null && entry.runId === runId && entry.page === null;
}

function isOvertaken(proposal: Proposal, entry: LedgerEntry, order: VersionOrder, isLater: boolean): boolean {
  if (order === 'incomparable') return !isLater;
  // One version with two contents: the mapping changed, so it is written; but a delete of a version ends it.
  return order === 'equal' && proposal.op === 'upsert' && isGone(entry);
}

/** Whether the destination is believed to hold the record. */
export function isKnown(entry: LedgerEntry): boolean {
  if (entry.state === 'tombstone') return false;
  return isSettled(entry) || entry.state === 'uncertain' || entry.hash !== '' || entry.remoteId !== null;
}

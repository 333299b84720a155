import { FencedError, type Lease, type PageSettlement, type RecordEvent } from '@syncline/engine';
import { balanceGroup, type NodeCounts, type Outcome, type RunTotals } from '@syncline/model';
import { writeChangesStep } from '../changes/writeChangesStep.ts';
import type { Cipher } from '../cipher.ts';
import { type Bindings, createBindings } from '../database/bindings.ts';
import { cleanText, cleanTextOrNull } from '../database/cleanText.ts';
import type { Queryable } from '../database/queryable.ts';
import { fence, leaseValues } from '../leases/fence.ts';
import { isLedgerClash, upsertLedgerSteps } from '../ledger/upsertLedger.ts';
import { writeLinksStep } from '../links/writeLinksStep.ts';
import { releaseParkedStep, writeParkedSteps } from '../parked/writeParkedSteps.ts';
import { closeReplayedStep } from '../replays/closeReplayedStep.ts';
import { countDeletedStep } from '../sweeps/countDeletedStep.ts';
import { keepSeenSteps } from '../sweeps/keepSeenSteps.ts';
import { PageSettledError } from './pageSettledError.ts';
import { writeDeadLettersSteps } from './writeDeadLetters.ts';
import { writeSpansStep } from './writeSpans.ts';

/**
 * TX2 as one statement, hence one round trip and all or nothing: the step `part` moves the run's part to the next page
 * if the lease holds and this page is the one in work, and every other step hangs on its row.
 *
 * @throws FencedError when another worker took over, PageSettledError when this page was settled before.
 */
export async function settlePage(
  db: Queryable,
  cipher: Cipher,
  lease: Lease,
  settlement: PageSettlement,
): Promise<void> {
  if (!settlement.ledgerIsNew) return settleOnce(db, cipher, lease, settlement, 'replace');
  try {
    await settleOnce(db, cipher, lease, settlement, 'fail');
  } catch (thrown) {
    // Two parts may map different records to one key. The statement failed as a whole, so nothing was counted.
    if (!isLedgerClash(thrown)) throw thrown;
    await settleOnce(db, cipher, lease, settlement, 'replace');
  }
}

async function settleOnce(
  db: Queryable,
  cipher: Cipher,
  lease: Lease,
  settlement: PageSettlement,
  clash: 'replace' | 'fail',
): Promise<void> {
  const bindings = createBindings(leaseValues(lease));
  const totals = totalsOf(settlement);
  const steps = [fence, partStep(settlement, totals, bindings), runStep(totals, bindings)];
  const replayedIds = settlement.replayed.map(({ id }) => id);
  // Which steps there are decides the text, and so the name under which it is prepared.
  let shape = '';
  const add = (letters: string, more: string[]) => {
    shape += letters;
    steps.push(...more);
  };
  if (Object.keys(settlement.counts).length > 0) add('c', [countsStep(settlement.counts, bindings)]);
  if (settlement.inboxIds.length > 0)
    add('i', [
      `inbox_done as (delete from syncline.inbox using part where id = any (${bindings.bind(settlement.inboxIds, 'bigint[]')}))`,
    ]);
  if (settlement.attemptIds.length > 0)
    add('a', [
      `attempts_closed as (delete from syncline.attempt using part where id = any (${bindings.bind(settlement.attemptIds, 'text[]')}))`,
    ]);
  if (settlement.ledger.length > 0) {
    const ledger = upsertLedgerSteps(settlement.ledger, 'part', bindings, clash);
    add(`l${ledger.shape}`, ledger.steps);
  }
  if (settlement.events.length > 0) add('e', [eventsStep(settlement.events, bindings)]);
  if (settlement.deadLetters.length > 0)
    add(
      replayedIds.length === 0 ? 'd' : 'dr',
      writeDeadLettersSteps(settlement.deadLetters, replayedIds, 'part', cipher, bindings),
    );
  if (settlement.replayed.length > 0)
    add('y', [closeReplayedStep(settlement.replayed, buriedKeys(settlement), 'part', bindings)]);
  if (settlement.parked.length > 0) add('p', writeParkedSteps(settlement.parked, 'part', cipher, bindings));
  if (settlement.releasedIds.length > 0)
    add('o', [releaseParkedStep(settlement.releasedIds, 'part', bindings)]);
  if (settlement.seen.length > 0)
    add(`v${settlement.seen.length}`, keepSeenSteps(settlement.seen, 'part', bindings));
  if (settlement.changes.length > 0)
    add('h', [writeChangesStep(settlement.changes, 'part', cipher, bindings)]);
  if (settlement.deleted?.length) add('m', [countDeletedStep(settlement.deleted, 'part', bindings)]);
  if (settlement.links.length > 0) add('k', [writeLinksStep(settlement.links, 'part', cipher, bindings)]);
  if (settlement.spans.length > 0) add('s', [writeSpansStep(settlement.spans, 'part', bindings)]);
  const found = await db.query<{ held: boolean; settled: boolean }>({
    name: `settle-${shape}`,
    text: `with ${steps.join(',\n')}
      select exists (select from lease) as held, exists (select from part) as settled`,
    values: bindings.values,
  });
  if (found.rows[0]?.held !== true) throw new FencedError(lease);
  if (!found.rows[0].settled) throw new PageSettledError(settlement.runId, lease.part, settlement.page);
}

/** Source keys of the records this page gave up. */
function buriedKeys({ deadLetters }: PageSettlement): string[] {
  return deadLetters.flatMap(({ origin }) => (origin === null ? [] : [cleanText(origin.sourceKey)]));
}

function totalsOf(settlement: PageSettlement): RunTotals {
  const totals: RunTotals = { read: settlement.read, written: 0, unchanged: 0, waiting: 0, failed: 0 };
  for (const counts of Object.values(settlement.counts)) {
    for (const [outcome, count] of Object.entries(counts.outcomes)) {
      // The keys of the counts are outcomes.
      totals[balanceGroup(outcome as Outcome)] += count ?? 0;
    }
  }
  return totals;
}

function partStep(settlement: PageSettlement, totals: RunTotals, { bind }: Bindings): string {
  const token = bind(settlement.token === null ? null : JSON.stringify(settlement.token), 'json');
  return `part as (
    update syncline.run_part set
      pages = pages + 1, token = coalesce(${token}, token), progress = coalesce(${bind(settlement.progress, 'real')}, progress),
      read = read + ${bind(settlement.read, 'bigint')}, dead = dead + ${bind(totals.failed, 'bigint')},
      tries = 0, resumes_at = null, status = case when status = 'paused' then 'paused' else 'running' end
    from lease
    where run_id = ${bind(settlement.runId, 'bigint')} and part = $2 and pages = ${bind(settlement.page, 'integer')}
      and status in ('queued', 'running', 'backoff', 'paused')
    returning run_id, part
  )`;
}

function runStep(totals: RunTotals, { bind }: Bindings): string {
  return `run_counted as (
    update syncline.run set
      read = read + ${bind(totals.read, 'bigint')}, written = written + ${bind(totals.written, 'bigint')},
      unchanged = unchanged + ${bind(totals.unchanged, 'bigint')}, waiting = waiting + ${bind(totals.waiting, 'bigint')},
      failed = failed + ${bind(totals.failed, 'bigint')}, resumes_at = null,
      status = case when status in ('queued', 'backoff') then 'running' else status end,
      started_at = coalesce(started_at, now())
    from part where run.id = part.run_id
  )`;
}

function countsStep(counts: Record<string, NodeCounts>, { bind }: Bindings): string {
  const nodes = Object.entries(counts);
  const columns = [
    bind(
      nodes.map(([node]) => node),
      'text[]',
    ),
    bind(
      nodes.map(([, count]) => count.in),
      'bigint[]',
    ),
    bind(
      nodes.map(([, count]) => count.out),
      'bigint[]',
    ),
    bind(
      nodes.map(([, count]) => JSON.stringify(count.outcomes)),
      'jsonb[]',
    ),
    bind(
      nodes.map(([, count]) => (count.ports === undefined ? null : JSON.stringify(count.ports))),
      'jsonb[]',
    ),
  ];
  return `counts_written as (
    insert into syncline.run_node as node (run_id, part, node, came, went, outcomes, ports)
    select part.run_id, part.part, page.* from part, unnest(${columns.join(', ')}) as page
    on conflict (run_id, part, node) do update set
      came = node.came + excluded.came, went = node.went + excluded.went,
      outcomes = syncline.add_counts(node.outcomes, excluded.outcomes),
      ports = syncline.add_counts(node.ports, excluded.ports)
  )`;
}

function eventsStep(events: RecordEvent[], { bind }: Bindings): string {
  const column = (pick: (event: RecordEvent) => unknown, type: string) => bind(events.map(pick), type);
  const columns = [
    column((event) => event.destinationId, 'bigint[]'),
    column((event) => event.node, 'text[]'),
    column((event) => cleanTextOrNull(event.key), 'text[]'),
    column((event) => event.outcome, 'text[]'),
    column((event) => cleanText(event.code), 'text[]'),
    column((event) => cleanTextOrNull(event.detail), 'text[]'),
  ];
  return `events_written as (
    insert into syncline.record_event (ts, run_id, destination_id, node, key, outcome, code, detail)
    select now(), part.run_id, event.* from part, unnest(${columns.join(', ')}) as event
  )`;
}

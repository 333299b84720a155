import type { LedgerState } from '@syncline/engine';
import type { RecordPlace } from '@syncline/model';
import { outcomeOf, stateOf } from '../ledger/codes.ts';

/** What one ledger row says of a record; `entry` is that row. */
export const placeColumns = `
  destination.id as destination_id, flow.id as flow_id, flow.name as flow_name, destination.node,
  coalesce(flow_version.titles ->> destination.node, destination.node) as title,
  entry.key, coalesce(entry.source_key, entry.key) as source_key, entry.state, entry.last_outcome, entry.last_run,
  entry.remote_id, (
    select coalesce(run.finished_at, run.started_at, run.created_at) from syncline.run where run.id = entry.last_run
  ) as at, (
    select dead_letter.id from syncline.dead_letter
    where dead_letter.destination_id = destination.id and dead_letter.key = entry.key and dead_letter.state = 'open'
  ) as letter_id, (
    select parked.id from syncline.parked
    where parked.destination_id = destination.id and parked.key = entry.key and parked.state in ('waiting', 'approved')
  ) as parked_id`;

export const placeSources = `
  syncline.destination
  join syncline.flow on flow.id = destination.flow_id
  left join syncline.flow_version on flow_version.flow_id = flow.id and flow_version.n = flow.active_version`;

export interface PlaceRow {
  destination_id: number;
  flow_id: string;
  flow_name: string;
  node: string;
  title: string;
  key: string;
  source_key: string;
  state: number;
  last_outcome: number | null;
  last_run: number | null;
  remote_id: string | null;
  at: Date | null;
  letter_id: number | null;
  parked_id: number | null;
}

export function placeOf(row: PlaceRow): RecordPlace {
  const state: LedgerState = stateOf(row.state);
  return {
    destinationId: String(row.destination_id),
    flowId: row.flow_id,
    flowName: row.flow_name,
    node: row.node,
    nodeTitle: row.title,
    key: row.key,
    sourceKey: row.source_key,
    state: row.parked_id === null ? state : 'parked',
    outcome: row.last_outcome === null ? null : outcomeOf(row.last_outcome),
    runId: row.last_run === null ? null : String(row.last_run),
    at: row.at?.toISOString() ?? null,
    remoteId: row.remote_id,
    deadLetterId: row.letter_id === null ? null : String(row.letter_id),
    approvalId: row.parked_id === null ? null : String(row.parked_id),
  };
}

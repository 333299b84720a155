import { type DeadLetter, type DeadLetterState, describeError, type Outcome } from '@syncline/model';
import type { Cipher } from '../cipher.ts';
import { letterPurpose } from '../runs/writeDeadLetters.ts';

/** A failed record as it lies in the table, with the name of its flow. */
export const letterColumns = `
  dead_letter.*, (select name from syncline.flow where flow.id = dead_letter.flow_id) as flow_name`;

export interface LetterRow {
  id: number;
  flow_id: string;
  run_id: number;
  node: string;
  key: string | null;
  outcome: Outcome;
  code: string;
  message: string;
  field: string | null;
  place: string | null;
  input: Buffer | null;
  mapped: Buffer | null;
  flow_name: string;
  state: DeadLetterState;
  feeder: string | null;
  source_key: string | null;
  edited: Buffer | null;
  edited_by: string | null;
  edited_at: Date | null;
  ignored_reason: string | null;
  closed_by: string | null;
  replay_run: number | null;
  attempts: number;
  created_at: Date;
}

/** The failed record with its payloads opened. */
export function letterOf(row: LetterRow, cipher: Cipher): DeadLetter {
  const { title, whatToDo } = describeError(row.code);
  return {
    id: String(row.id),
    flowId: row.flow_id,
    flowName: row.flow_name,
    runId: String(row.run_id),
    state: row.state,
    feeder: row.feeder,
    sourceKey: row.source_key,
    node: row.node,
    key: row.key,
    outcome: row.outcome,
    code: row.code,
    title,
    message: row.message,
    whatToDo,
    field: row.field,
    place: row.place,
    input: openPayload(row.input, cipher),
    mapped: openPayload(row.mapped, cipher),
    edited: openPayload(row.edited, cipher),
    editedBy: row.edited_by,
    editedAt: row.edited_at?.toISOString() ?? null,
    ignoredReason: row.ignored_reason,
    closedBy: row.closed_by,
    replayRunId: row.replay_run === null ? null : String(row.replay_run),
    attempts: row.attempts,
    createdAt: row.created_at.toISOString(),
  };
}

function openPayload(sealed: Buffer | null, cipher: Cipher): unknown {
  return sealed === null ? null : JSON.parse(cipher.open(sealed, letterPurpose));
}

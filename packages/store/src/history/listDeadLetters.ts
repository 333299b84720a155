import { type DeadLetter, type DeadLetterState, describeError, type Outcome } from '@syncline/model';
import type { Cipher } from '../cipher.ts';
import { createBindings } from '../database/bindings.ts';
import { cleanText } from '../database/cleanText.ts';
import type { Queryable } from '../database/queryable.ts';
import type { Page, PageRequest } from '../flows/listFlows.ts';
import { decodeCursor, encodeCursor } from '../keyset/cursor.ts';
import { numericId } from '../keyset/numericId.ts';
import { letterPurpose } from '../runs/writeDeadLetters.ts';

export interface DeadLetterFilter extends PageRequest {
  run?: string | undefined;
  flow?: string | undefined;
  node?: string | undefined;
  code?: string | undefined;
  field?: string | undefined;
}

interface LetterRow {
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

/** Failed records, newest first: of a run all of them, else those still open. Payloads are opened here. */
export async function listDeadLetters(
  db: Queryable,
  cipher: Cipher,
  filter: DeadLetterFilter,
): Promise<Page<DeadLetter>> {
  const { values, bind } = createBindings();
  const conditions = [
    filter.run === undefined ? `state = 'open'` : `run_id = ${bind(numericId(filter.run, 'run'), 'bigint')}`,
  ];
  if (filter.flow !== undefined) conditions.push(`flow_id = ${bind(filter.flow, 'text')}`);
  for (const name of ['node', 'code', 'field'] as const) {
    const wanted = filter[name];
    if (wanted !== undefined) conditions.push(`${name} = ${bind(cleanText(wanted), 'text')}`);
  }
  if (filter.cursor !== undefined)
    conditions.push(`id < ${bind(decodeCursor(filter.cursor, 1).map(Number)[0] ?? 0, 'bigint')}`);
  const found = await db.query<LetterRow>({
    text: `select dead_letter.*, (select name from syncline.flow where flow.id = flow_id) as flow_name
      from syncline.dead_letter where ${conditions.join(' and ')}
      order by id desc limit ${bind(filter.limit + 1, 'integer')}`,
    values,
  });
  const rows = found.rows.slice(0, filter.limit);
  const last = rows.at(-1);
  return {
    items: rows.map((row) => letterOf(row, cipher)),
    cursor: found.rows.length > filter.limit && last ? encodeCursor([last.id]) : null,
  };
}

function letterOf(row: LetterRow, cipher: Cipher): DeadLetter {
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

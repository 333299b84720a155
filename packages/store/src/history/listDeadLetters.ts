import type { DeadLetter } from '@syncline/model';
import type { Cipher } from '../cipher.ts';
import { createBindings } from '../database/bindings.ts';
import type { Queryable } from '../database/queryable.ts';
import { type LetterFilter, letterConditions } from '../failures/letterConditions.ts';
import { type LetterRow, letterColumns, letterOf } from '../failures/letterRow.ts';
import type { Page, PageRequest } from '../flows/listFlows.ts';
import { decodeCursor, encodeCursor } from '../keyset/cursor.ts';

/** Without a state: of a run all its letters, else those still open. */
export type DeadLetterFilter = PageRequest & LetterFilter;

/** Failed records, newest first. Payloads are opened here. */
export async function listDeadLetters(
  db: Queryable,
  cipher: Cipher,
  filter: DeadLetterFilter,
): Promise<Page<DeadLetter>> {
  const bindings = createBindings();
  const state = filter.state ?? (filter.run === undefined ? 'open' : undefined);
  const conditions = letterConditions({ ...filter, state }, bindings);
  if (filter.cursor !== undefined)
    conditions.push(
      `dead_letter.id < ${bindings.bind(decodeCursor(filter.cursor, 1).map(Number)[0] ?? 0, 'bigint')}`,
    );
  const found = await db.query<LetterRow>({
    text: `select ${letterColumns} from syncline.dead_letter where ${conditions.join(' and ')}
      order by id desc limit ${bindings.bind(filter.limit + 1, 'integer')}`,
    values: bindings.values,
  });
  const rows = found.rows.slice(0, filter.limit);
  const last = rows.at(-1);
  return {
    items: rows.map((row) => letterOf(row, cipher)),
    cursor: found.rows.length > filter.limit && last ? encodeCursor([last.id]) : null,
  };
}

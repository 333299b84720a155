import type { LetterSelection } from '@syncline/model';
import { createBindings } from '../database/bindings.ts';
import { cleanText } from '../database/cleanText.ts';
import type { Queryable } from '../database/queryable.ts';
import { selectionCondition } from './letterSelection.ts';

/** Takes open failed records off the list. @returns how many. */
export async function ignoreLetters(
  db: Queryable,
  select: LetterSelection,
  { reason, actor }: { reason: string; actor: string },
): Promise<number> {
  const bindings = createBindings([cleanText(reason), actor]);
  const done = await db.query({
    text: `update syncline.dead_letter set state = 'ignored', ignored_reason = $1, closed_by = $2
      where ${selectionCondition(select, bindings)}`,
    values: bindings.values,
  });
  return done.rowCount ?? 0;
}

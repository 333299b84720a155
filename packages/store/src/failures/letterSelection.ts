import type { LetterSelection } from '@syncline/model';
import type { Bindings } from '../database/bindings.ts';
import { numericId } from '../keyset/numericId.ts';
import { letterConditions } from './letterConditions.ts';

/** Open failed records of a selection, as one condition on `dead_letter`. */
export function selectionCondition({ ids, ...filter }: LetterSelection, bindings: Bindings): string {
  const conditions = letterConditions({ ...filter, state: 'open' }, bindings);
  if (ids !== undefined) {
    const numbers = ids.map((id) => numericId(id, 'failed record'));
    conditions.push(`dead_letter.id = any (${bindings.bind(numbers, 'bigint[]')})`);
  }
  return conditions.join(' and ');
}

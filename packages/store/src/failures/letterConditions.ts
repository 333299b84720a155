import { type DeadLetterState, deadLetterStateSchema } from '@syncline/model';
import type { Bindings } from '../database/bindings.ts';
import { cleanText } from '../database/cleanText.ts';
import { numericId } from '../keyset/numericId.ts';

/** Which failed records. All that is given has to hold. */
export interface LetterFilter {
  run?: string | undefined;
  flow?: string | undefined;
  node?: string | undefined;
  code?: string | undefined;
  /** '' = those that name no field. */
  field?: string | undefined;
  state?: DeadLetterState | undefined;
}

/** The filter as conditions on `dead_letter`. */
export function letterConditions(filter: LetterFilter, { bind }: Bindings): string[] {
  const conditions: string[] = [];
  // As a literal, so that the planner sees which partial indexes serve.
  if (filter.state !== undefined)
    conditions.push(`dead_letter.state = '${deadLetterStateSchema.parse(filter.state)}'`);
  if (filter.run !== undefined)
    conditions.push(`dead_letter.run_id = ${bind(numericId(filter.run, 'run'), 'bigint')}`);
  if (filter.flow !== undefined) conditions.push(`dead_letter.flow_id = ${bind(filter.flow, 'text')}`);
  if (filter.field === '') conditions.push('dead_letter.field is null');
  for (const name of ['node', 'code', 'field'] as const) {
    const wanted = filter[name];
    if (wanted !== undefined && !(name === 'field' && wanted === ''))
      conditions.push(`dead_letter.${name} = ${bind(cleanText(wanted), 'text')}`);
  }
  return conditions;
}

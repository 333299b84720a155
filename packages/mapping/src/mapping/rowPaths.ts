import { expressionFields } from '../expression/expressionFields.ts';
import type { MappingRow } from '../fieldTable.ts';

/**
 * Every source path a row reads, for lineage and for finding rows a change of the source breaks.
 *
 * @returns 'dynamic' when its expression may read any field.
 * @example rowPaths({ to: 'name', from: 'first', steps: [{ do: 'concat', with: ['last'], separator: ' ' }], otherwise: 'fail' })
 */
export function rowPaths(row: MappingRow): string[] | 'dynamic' {
  const paths = new Set<string>(row.from === undefined ? [] : [row.from]);
  if (row.expression !== undefined) {
    const fields = expressionFields(row.expression);
    if (fields === 'dynamic') return 'dynamic';
    for (const field of fields) paths.add(field);
  }
  for (const step of row.steps) {
    if (typeof step === 'string') continue;
    if (step.do === 'coalesce') for (const path of step.from) paths.add(path);
    if (step.do === 'concat') for (const path of step.with) paths.add(path);
  }
  return [...paths];
}

import { keyText, type ReferenceTable, type Value } from '@syncline/model';
import { fail, quoteValue } from '../values/failure.ts';
import { defineTransform, type StepProblem, textTypes } from './transform.ts';

/** The value of a column in the row of a small table whose key is this value. */
export const lookup = defineTransform({
  name: 'lookup',
  label: ({ table, column }) => `look up ${column} in ${table}`,
  takes: textTypes,
  gives: () => null,
  mayBeEmpty: ({ otherwise }, before) => before || otherwise === 'empty',
  check: ({ table, column }, { tables }) => {
    const found = Object.hasOwn(tables, table) ? tables[table] : undefined;
    if (found === undefined) {
      return [
        problem(
          'mapping.unknown-table',
          'table',
          `There is no table ${table}`,
          'Add the table to the flow, or choose another one.',
        ),
      ];
    }
    if (found.rows.length === 0 || found.rows.some((row) => Object.hasOwn(row, column))) return [];
    return [
      problem(
        'mapping.unknown-column',
        'column',
        `Table ${table} has no column ${column}`,
        'Choose a column of the table.',
      ),
    ];
  },
  compile: ({ table, column, otherwise }, { tables }) => {
    const found = Object.hasOwn(tables, table) ? tables[table] : undefined;
    if (found === undefined) throw new RangeError(`There is no table ${table}. Add it to the flow.`);
    const rows = indexRows(found, column);
    return (value) => {
      if (value === undefined || value === null) return value;
      const key = keyText([value]);
      const hit = key === null ? undefined : rows.get(key);
      if (hit !== undefined) return hit;
      if (otherwise === 'keep') return value;
      return otherwise === 'empty'
        ? null
        : fail('mapping.not-in-table', `${quoteValue(value)} is not in the table ${table}`);
    };
  },
});

const problem = (code: string, path: string, title: string, whatToDo: string): StepProblem => ({
  severity: 'error',
  code,
  path,
  title,
  whatToDo,
});

/** The first row of a key wins, as a person reading from the top expects. */
function indexRows(table: ReferenceTable, column: string): Map<string, Value> {
  const rows = new Map<string, Value>();
  for (const row of table.rows) {
    const key = Object.hasOwn(row, table.key) ? keyText([row[table.key]]) : null;
    const value = Object.hasOwn(row, column) ? row[column] : undefined;
    if (key !== null && value !== undefined && !rows.has(key)) rows.set(key, value);
  }
  return rows;
}

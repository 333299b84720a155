import { quoteName } from './sqlNames.ts';
import type { ColumnShape, TableShape } from './tableShape.ts';
import type { UpsertConfig } from './upsertNode.ts';

/** `$1::bigint[], $2::text[] …` as a table `u` with one column per name, and one per column that is compared. */
function unnest(columns: readonly ColumnShape[], compared: readonly ColumnShape[] = []): string {
  const arrays = [...columns, ...compared].map((column, at) => `$${at + 1}::${sentType(column)}[]`);
  const names = [...columns.map(({ name }) => quoteName(name)), ...compared.map((_, at) => foundName(at))];
  return `unnest(${arrays.join(', ')}) as u(${names.join(', ')})`;
}

const foundName = (at: number): string => `"found ${at}"`;

/**
 * Columns that can be compared with what was read of them: not the key, and no type whose text may come back otherwise.
 * One that can't be compared is taken to be as it was found.
 */
export const comparedColumns = (columns: readonly ColumnShape[], key: readonly string[]): ColumnShape[] =>
  columns.filter(
    ({ name, category, castType }) =>
      !key.includes(name) && ('SNDBE'.includes(category) || ['uuid', 'jsonb', 'json'].includes(castType)),
  );

/**
 * Numbers, times and booleans are read as what they are, in half the time of a cast of each text. An array of arrays
 * and a type with a separator of its own can't be sent like that.
 */
function sentType({ category, castType }: ColumnShape): string {
  return category === 'N' || category === 'D' || category === 'B' ? castType : 'text';
}

/**
 * One statement for any number of rows. Rows that would stay as they are are left alone: no write, no trigger, no
 * change event; they are missing from the answer. `xmax = 0` tells a created row from an updated one.
 */
export function upsertStatement(
  shape: TableShape,
  columns: readonly ColumnShape[],
  config: UpsertConfig,
  asksBack = false,
): string {
  const names = columns.map(({ name }) => name);
  const cells = columns.map(({ name, castType }) => `u.${quoteName(name)}::${castType}`);
  const key = config.key.map(quoteName);
  const others = columns.filter(({ name }) => !config.key.includes(name));
  const change =
    config.write === 'create-only' || others.length === 0
      ? 'do nothing'
      : `do update set ${others.map(({ name }) => `${quoteName(name)} = excluded.${quoteName(name)}`).join(', ')}
         where (${others.map((column) => comparable('t', column)).join(', ')})
           is distinct from (${others.map((column) => comparable('excluded', column)).join(', ')})`;
  return `insert into ${shape.sqlName} as t (${names.map(quoteName).join(', ')})
    select ${cells.join(', ')} from ${unnest(columns)}
    on conflict (${key.join(', ')}) ${change}
    returning ${config.key.map((name) => `t.${quoteName(name)}::text`).join(', ')}, ${createdTest(shape, key)} as created${wholeRow(asksBack)}`;
}

/** The row as the statement left it, whatever triggers made of it. */
const wholeRow = (asksBack: boolean): string => (asksBack ? ', t.*' : '');

/** A partitioned table can't always tell `xmax`; there the statement's own snapshot, which has no new row yet, does. */
function createdTest(shape: TableShape, key: readonly string[]): string {
  if (shape.kind !== 'p') return 't.xmax = 0';
  const same = key.map((name) => `before.${name} = t.${name}`).join(' and ');
  return `not exists (select from ${shape.sqlName} before where ${same})`;
}

/**
 * Changes rows that are there, and of those only the ones that would not stay as they are.
 *
 * @param compared columns that must be as they were found, or the row is left alone; their values follow those sent.
 */
export function updateStatement(
  shape: TableShape,
  columns: readonly ColumnShape[],
  config: UpsertConfig,
  asksBack = false,
  compared: readonly ColumnShape[] = [],
): string {
  const cell = ({ name, castType }: ColumnShape) => `u.${quoteName(name)}::${castType}`;
  const isKey = ({ name }: ColumnShape) => config.key.includes(name);
  const others = columns.filter((column) => !isKey(column));
  const same = columns.filter(isKey).map((column) => `t.${quoteName(column.name)} = ${cell(column)}`);
  const returned = config.key.map((name) => `t.${quoteName(name)}::text`).join(', ');
  if (config.write === 'create-only' || others.length === 0)
    return `select ${returned}, false as created${wholeRow(asksBack)} from ${shape.sqlName} as t, ${unnest(columns, compared)} where false`;
  const now = others.map((column) => comparable('t', column)).join(', ');
  const sent = others.map((column) => comparable('u', column, cell(column))).join(', ');
  const stillSo = compared.map((column, at) => {
    const found = comparable('u', column, `u.${foundName(at)}::${column.castType}`);
    return ` and ${comparable('t', column)} is not distinct from ${found}`;
  });
  return `update ${shape.sqlName} as t
    set ${others.map((column) => `${quoteName(column.name)} = ${cell(column)}`).join(', ')}
    from ${unnest(columns, compared)}
    where ${same.join(' and ')} and (${now}) is distinct from (${sent})${stillSo.join('')}
    returning ${returned}, false as created${wholeRow(asksBack)}`;
}

export function deleteStatement(shape: TableShape, columns: readonly ColumnShape[]): string {
  const same = columns.map(
    ({ name, castType }) => `t.${quoteName(name)} = u.${quoteName(name)}::${castType}`,
  );
  return `delete from ${shape.sqlName} as t using ${unnest(columns)}
    where ${same.join(' and ')} returning ${columns.map(({ name }) => `t.${quoteName(name)}::text`).join(', ')}`;
}

/** Keys as the table would give them back: `007` as `7` in a number column. Same order as sent. */
export function canonicalKeyStatement(columns: readonly ColumnShape[]): string {
  const cells = columns.map(({ name, nativeType }) => `(u.${quoteName(name)}::${nativeType})::text`);
  const arrays = columns.map((_, at) => `$${at + 1}::text[]`).join(', ');
  const names = columns.map(({ name }) => quoteName(name)).join(', ');
  return `select ${cells.join(', ')} from unnest(${arrays}) with ordinality as u(${names}, "syncline position")
    order by "syncline position"`;
}

/** Some types have no equality: json compares as jsonb, shapes and XML as text. */
function comparable(
  side: string,
  { name, castType, category }: ColumnShape,
  column = `${side}.${quoteName(name)}`,
): string {
  if (castType === 'json') return `${column}::jsonb`;
  return category === 'G' || castType === 'xml' || castType === 'json[]' ? `${column}::text` : column;
}

/** The remedy for a key without a unique index, ready to be run. */
export function uniqueIndexStatement(shape: TableShape, key: readonly string[]): string {
  return `create unique index concurrently on ${shape.sqlName} (${key.map(quoteName).join(', ')})`;
}

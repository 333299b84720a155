import { formatPath, type MappingRow, mappingRowSchema, type Suggestion } from '@syncline/mapping';
import { hostileNames } from '@syncline/model';
import { isObject } from '../../forms/formField.ts';

/** A row as the document holds it, and as the mapping runs it. */
export interface RowState {
  raw: Record<string, unknown>;
  row: MappingRow;
  /** Why the row can't be read as it stands: a step that is not filled in yet. */
  broken: string | null;
}

const states = new WeakMap<object, RowState>();

/** The same raw row gives the same state, so that a row that did not change is not drawn again. */
export function readRow(raw: unknown): RowState {
  if (!isObject(raw)) return { raw: {}, row: emptyRow(''), broken: 'This row can not be read. Remove it.' };
  const known = states.get(raw);
  if (known) return known;
  const parsed = mappingRowSchema.safeParse(raw);
  const state: RowState = parsed.success
    ? { raw, row: parsed.data, broken: null }
    : { raw, row: looseRow(raw), broken: wordBroken(parsed.error.issues[0]?.path ?? []) };
  states.set(raw, state);
  return state;
}

const emptyRow = (to: string): MappingRow => ({ to, steps: [], otherwise: 'fail' });

function looseRow(raw: Record<string, unknown>): MappingRow {
  const { steps: _steps, ...rest } = raw;
  const parsed = mappingRowSchema.safeParse(rest);
  return parsed.success ? parsed.data : emptyRow(typeof raw.to === 'string' ? raw.to : '');
}

function wordBroken(path: readonly PropertyKey[]): string {
  if (path[0] === 'steps') return `Step ${Number(path[1] ?? 0) + 1} of this row is not filled in yet.`;
  if (path[0] === 'to') return 'Name the field this row fills. Some names are reserved.';
  return 'This row is not complete yet.';
}

const noRows: readonly unknown[] = [];

/** Rows of a map's config. */
export const rowsOf = (config: Record<string, unknown>): readonly unknown[] =>
  Array.isArray(config.fields) ? config.fields : noRows;

export const withRows = (
  config: Record<string, unknown>,
  rows: readonly unknown[],
): Record<string, unknown> => ({ ...config, fields: rows });

/** A row with some parts changed. What has its default value is left out of the document. */
export function changeRow(
  raw: Record<string, unknown>,
  part: { [key in keyof MappingRow]?: unknown },
): Record<string, unknown> {
  const next = { ...raw, ...part };
  return Object.fromEntries(
    Object.entries(next).filter(
      ([key, value]) =>
        value !== undefined &&
        !(key === 'steps' && Array.isArray(value) && value.length === 0) &&
        !(key === 'otherwise' && value === 'fail') &&
        !(key === 'lossy' && value === false),
    ),
  );
}

/** One of the three; undefined for a row whose source is yet to be chosen. */
export type RowSource =
  | { from: string | undefined }
  | { value: unknown }
  | { expression: string | undefined };

/** A row that gets its value from one place only. */
export function setSource(raw: Record<string, unknown>, source: RowSource): Record<string, unknown> {
  return changeRow(raw, { from: undefined, value: undefined, expression: undefined, ...source });
}

/** Rows with suggestions added behind them. A field that has a row already keeps it. */
export function addSuggestions(
  rows: readonly unknown[],
  suggestions: readonly Suggestion[],
): { rows: unknown[]; added: number } {
  const next = [...rows];
  let added = 0;
  for (const suggestion of suggestions) {
    if (hostileNames.has(suggestion.to)) continue;
    const { from, steps } = suggestion;
    const at = next.findIndex((raw) => isObject(raw) && raw.to === suggestion.to);
    const existing = next[at];
    if (isObject(existing) && hasSource(existing)) continue;
    const row = changeRow(isObject(existing) ? existing : { to: suggestion.to }, { from, steps });
    if (at === -1) next.push(row);
    else next[at] = row;
    added += 1;
  }
  return { rows: next, added };
}

const hasSource = (raw: Record<string, unknown>): boolean =>
  raw.from !== undefined || raw.value !== undefined || raw.expression !== undefined;

/** Path of a top-level field, quoted where its name needs it. @example pathOfField('a.b') // '["a.b"]' */
export const pathOfField = (name: string): string => formatPath([name]);

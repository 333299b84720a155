import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';

/** How one value is read from and written to the address. `write` gives null for the default: it is left out. */
export type UrlField<Value> = { read: (raw: string | null) => Value; write: (value: Value) => string | null };

/** Free text, as in a search box. */
export function urlText(fallback = ''): UrlField<string> {
  return { read: (raw) => raw ?? fallback, write: (value) => (value === fallback ? null : value) };
}

/** One of a fixed set. An unknown value in the address counts as the first. */
export function urlChoice<const Value extends string>(
  choices: readonly [Value, ...Value[]],
): UrlField<Value> {
  const fallback = choices[0];
  return {
    read: (raw) => choices.find((choice) => choice === raw) ?? fallback,
    write: (value) => (value === fallback ? null : value),
  };
}

/** A whole number, as in a page or a step. */
export function urlNumber(fallback: number): UrlField<number> {
  return {
    read: (raw) => (raw !== null && /^-?\d{1,15}$/.test(raw) ? Number(raw) : fallback),
    write: (value) => (value === fallback ? null : String(value)),
  };
}

/** On or off, off when absent. */
export function urlFlag(): UrlField<boolean> {
  return { read: (raw) => raw === '1', write: (value) => (value ? '1' : null) };
}

/** Several values. Empty when absent. */
export function urlList(): UrlField<readonly string[]> {
  return {
    read: (raw) => (raw ? raw.split(',').map(decodeURIComponentSafely) : []),
    write: (value) => (value.length ? value.map(encodeURIComponent).join(',') : null),
  };
}

function decodeURIComponentSafely(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // A hand-edited address. Taken as typed: it then matches nothing, which is the truth.
  }
}

// `unknown` out and `never` in: fields of any value type may stand side by side.
type Fields = Record<
  string,
  { read: (raw: string | null) => unknown; write: (value: never) => string | null }
>;
export type UrlValues<F extends Fields> = { [K in keyof F]: ReturnType<F[K]['read']> };

/** Reads all fields of a query string. */
export function readUrlState<F extends Fields>(fields: F, search: string): UrlValues<F> {
  const params = new URLSearchParams(search);
  const entries = Object.entries(fields).map(([name, field]) => [name, field.read(params.get(name))]);
  return Object.fromEntries(entries) as UrlValues<F>; // Object.entries forgets which key has which type.
}

/** The query string after a change. Names that are not of these fields stay, so two users of one address agree. */
export function writeUrlState<F extends Fields>(
  fields: F,
  search: string,
  change: Partial<UrlValues<F>>,
): string {
  const params = new URLSearchParams(search);
  for (const [name, value] of Object.entries(change)) {
    const field = fields[name];
    if (!field || value === undefined) continue;
    const written = field.write(value as never); // The value came from UrlValues, so it is this field's own type.
    if (written === null) params.delete(name);
    else params.set(name, written);
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}

/**
 * State that lives in the address: shareable, and restored by the back button. `fields` must be a constant outside
 * the component. A change adds a history entry; give `replace` while someone types.
 *
 * @example
 * const fields = { status: urlChoice(['any', 'failed']), text: urlText() };
 * const [filters, setFilters] = useUrlState(fields);
 * setFilters({ status: 'failed' });
 */
export function useUrlState<F extends Fields>(
  fields: F,
): [UrlValues<F>, (change: Partial<UrlValues<F>>, options?: { replace?: boolean }) => void] {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const values = useMemo(() => readUrlState(fields, search), [fields, search]);
  const change = useCallback(
    (next: Partial<UrlValues<F>>, options?: { replace?: boolean }) => {
      // The address itself, not this render's copy: two changes in one event must not undo each other.
      navigate(path + writeUrlState(fields, window.location.search, next), options);
    },
    [fields, path, navigate],
  );
  return [values, change];
}

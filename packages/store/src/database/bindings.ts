/** Collects the values of one statement; `bind` gives the place of each: `$1`, `$2`. */
export interface Bindings {
  values: unknown[];
  bind(value: unknown, type: string): string;
}

/** @example createBindings().bind(7, 'bigint') // '$1::bigint' */
export function createBindings(first: unknown[] = []): Bindings {
  const values = [...first];
  return {
    values,
    bind(value, type) {
      values.push(value);
      return `$${values.length}::${type}`;
    },
  };
}

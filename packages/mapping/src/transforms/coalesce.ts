import { isEmpty } from '../values/empty.ts';
import { defineTransform } from './transform.ts';

/** The first field that has a value, when this one has none. */
export const coalesce = defineTransform({
  name: 'coalesce',
  label: ({ from }) => `else ${from.join(', else ')}`,
  takes: 'any',
  gives: (_, before) => before,
  seesEmpty: true,
  mayBeEmpty: ({ from }, before, isNullable) => before && from.every(isNullable),
  check: ({ from }, { checkPath }) => from.flatMap((path, index) => checkPath(path, `from.${index}`)),
  compile: ({ from }, context) => {
    const readers = from.map(context.readPath);
    return (value, record) => {
      if (!isEmpty(value)) return value;
      for (const read of readers) {
        const other = read(record);
        if (!isEmpty(other)) return other;
      }
      return value;
    };
  },
});

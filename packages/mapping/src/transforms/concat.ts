import { textOf } from '../conversion/scalars.ts';
import { isEmpty } from '../values/empty.ts';
import { Failure } from '../values/failure.ts';
import { defineTransform, textTypes } from './transform.ts';

/** This value and other fields as one text; what is empty leaves no separator behind. */
export const concat = defineTransform({
  name: 'concat',
  label: ({ with: paths }) => `join with ${paths.join(', ')}`,
  takes: textTypes,
  gives: () => 'text',
  seesEmpty: true,
  mayBeEmpty: ({ with: paths }, before, isNullable) => before && paths.every(isNullable),
  check: ({ with: paths }, { checkPath }) => paths.flatMap((path, index) => checkPath(path, `with.${index}`)),
  compile: ({ with: paths, separator }, context) => {
    const readers = paths.map(context.readPath);
    return (value, record) => {
      let joined: string | undefined;
      if (!isEmpty(value)) {
        const text = textOf(value);
        if (text instanceof Failure) return text;
        joined = text;
      }
      for (const read of readers) {
        const other = read(record);
        if (isEmpty(other)) continue;
        const text = textOf(other);
        if (text instanceof Failure) return text;
        joined = joined === undefined ? text : joined + separator + text;
      }
      return joined ?? value;
    };
  },
});

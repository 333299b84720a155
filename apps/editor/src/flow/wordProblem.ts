import type { Diagnostic } from '@syncline/model';
import { isObject } from '../forms/formField.ts';

/**
 * What is wrong with a setting, in the words of its form: the compiler names the setting as the document does.
 *
 * @example wordProblem(problem, schema).title // 'Choose the field that marks a record as gone'
 */
export function wordProblem(problem: Diagnostic, schema: unknown): Diagnostic {
  const { code, path = '', title } = problem;
  const place = placeOf(schema, path.split('.'));
  if (code !== 'step.config' || !place || !title.startsWith(path)) return problem;
  const rest = title.slice(path.length);
  return {
    ...problem,
    title: rest.startsWith(': ') ? rest.slice(2) : place + rest,
    whatToDo: `Correct it at “${place}”.`,
  };
}

/** The titles on the way to a setting; null where the form has no such field. */
function placeOf(schema: unknown, [name, ...rest]: readonly string[]): string | null {
  if (!isObject(schema) || name === undefined) return null;
  const isEntry = /^\d+$/.test(name);
  const part = isEntry ? schema.items : isObject(schema.properties) ? schema.properties[name] : undefined;
  if (!isObject(part)) return isEntry ? `entry ${Number(name) + 1}` : null;
  const own = isEntry ? `entry ${Number(name) + 1}` : typeof part.title === 'string' ? part.title : name;
  const below = rest.length === 0 ? null : placeOf(part, rest);
  return below === null ? own : `${own}, ${below}`;
}

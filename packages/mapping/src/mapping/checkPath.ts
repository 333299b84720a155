import type { Diagnostic, RecordSchema } from '@syncline/model';
import { parsePath } from '../path/path.ts';
import { findPath } from './sourcePath.ts';

/**
 * Problems of a path into the incoming records: it can't be read, or no such field is known. In an open schema other
 * fields may appear, so that is only a warning there.
 */
export function checkSourcePath(
  text: string,
  source: RecordSchema,
  place: { path: string; field?: string },
): Diagnostic[] {
  const found = findPath(source, text);
  if (found === null) {
    return [
      {
        severity: source.open ? 'warning' : 'error',
        code: 'mapping.unknown-source-field',
        field: text,
        ...place,
        title: `The source has no field ${text}`,
        whatToDo: adviceFor(text, source),
      },
    ];
  }
  if (!('problem' in found)) return [];
  return [
    {
      severity: 'error',
      code: 'mapping.bad-path',
      field: text,
      ...place,
      title: `${text} is not a path to a field (at character ${found.problem.position + 1})`,
      whatToDo: found.problem.message,
    },
  ];
}

function adviceFor(text: string, source: RecordSchema): string {
  const first = String(parsePath(text)[0]);
  const wanted = plain(first);
  const close = source.fields.find(({ name }) => plain(name) === wanted && name !== first);
  if (close !== undefined) return `Did you mean ${close.name}?`;
  return source.open ? 'Check the spelling; other fields may appear.' : 'Choose a field of the source.';
}

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

import type { DataRecord, RawRequest, Value } from '@syncline/model';
import { parseExact } from '../json/parseExact.ts';
import { readText } from '../json/readText.ts';
import { hostileName } from '../json/storable.ts';

export type ReadBody = { ok: true; value: Value } | { ok: false; message: string };

const mostFormFields = 1000;

/** The body of a post as data: JSON (also without a content type), or a form. Total. */
export function readBody(request: RawRequest): ReadBody {
  const type = request.headers.get('content-type') ?? '';
  const media = type.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const isForm = media === 'application/x-www-form-urlencoded';
  const isJson =
    media === '' || media === 'application/json' || media.endsWith('+json') || media.startsWith('text/');
  if (!isForm && !isJson)
    return { ok: false, message: `the content type ${media.slice(0, 100)} is not read here` };
  const read = readText(request.body, type);
  if (!read.ok) return read;
  return isForm ? readForm(read.text) : parseExact(read.text);
}

/** `data[merges][EMAIL]=x` as nested fields, the way PHP and Rails read it; a repeated name is a list. */
function readForm(text: string): ReadBody {
  const record: DataRecord = {};
  let count = 0;
  for (const [name, value] of new URLSearchParams(text)) {
    count += 1;
    if (count > mostFormFields)
      return { ok: false, message: `the form has more than ${mostFormFields} fields` };
    const [, first = name, rest = ''] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name) ?? [];
    const path = [first, ...[...rest.matchAll(/\[([^[\]]*)\]/g)].map(([, part = '']) => part)];
    if (path.length > 10) return { ok: false, message: 'a form field is nested deeper than 10 levels' };
    if (path.some(hostileName)) return { ok: false, message: 'a form field has a name that is not allowed' };
    put(record, path, value);
  }
  return count === 0 ? { ok: false, message: 'it is empty' } : { ok: true, value: record };
}

function put(record: DataRecord, path: string[], value: string): void {
  const listed = path.at(-1) === '';
  const names = listed ? path.slice(0, -1) : path;
  const last = names.pop() ?? '';
  let target = record;
  for (const name of names) {
    const inner = Object.hasOwn(target, name) ? target[name] : undefined;
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) {
      target = inner;
    } else {
      const made: DataRecord = {};
      target[name] = made;
      target = made;
    }
  }
  const before = Object.hasOwn(target, last) ? target[last] : undefined;
  if (before === undefined) target[last] = listed ? [value] : value;
  else target[last] = Array.isArray(before) ? [...before, value] : [before, value];
}

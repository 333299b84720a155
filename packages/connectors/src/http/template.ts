import type { DataRecord, Value } from '@syncline/model';
import { pathProblem, valueAt } from '../json/valuePath.ts';

/** Text with places for fields: `/contacts/{{email}}`. Data only: there is no code in it. */
export type TemplatePart = { text: string } | { field: string; quoted: boolean };

export interface TemplateValues {
  record: DataRecord;
  /** `{{$key}}` */
  key: string;
  /** `{{$id}}`: the id the destination gave. */
  remoteId: string | null;
}

export type Filled = { ok: true; text: string } | { ok: false; field: string; message: string };

/**
 * Takes a template apart. `quoted` tells whether a place stands inside a JSON text.
 *
 * @returns the parts, or what is wrong with the template.
 * @example parseTemplate('/contacts/{{email}}')
 */
export function parseTemplate(template: string): TemplatePart[] | string {
  const parts: TemplatePart[] = [];
  let at = 0;
  let quoted = false;
  while (at < template.length) {
    const open = template.indexOf('{{', at);
    const text = template.slice(at, open < 0 ? undefined : open);
    if (text !== '') parts.push({ text });
    if (open < 0) return parts;
    quoted = endsQuoted(text, quoted);
    const close = template.indexOf('}}', open);
    if (close < 0) return 'Close every {{ with }}.';
    const field = template.slice(open + 2, close).trim();
    if (field === '') return 'Name a field between {{ and }}.';
    if (field.startsWith('$') && field !== '$key' && field !== '$id') {
      return `{{${field}}} is not known; use {{$key}}, {{$id}} or a field.`;
    }
    const problem = field.startsWith('$') ? null : pathProblem(field);
    if (problem) return `{{${field}}}: ${problem}`;
    parts.push({ field, quoted });
    at = close + 2;
  }
  return parts;
}

function endsQuoted(text: string, before: boolean): boolean {
  let quoted = before;
  for (let at = 0; at < text.length; at += 1) {
    if (quoted && text[at] === '\\') at += 1;
    else if (text[at] === '"') quoted = !quoted;
  }
  return quoted;
}

const known = new Map<string, TemplatePart[]>();

/** Parts of a template that its config has already checked. */
function partsOf(template: string): TemplatePart[] {
  const before = known.get(template);
  if (before) return before;
  const parts = parseTemplate(template);
  if (typeof parts === 'string') throw new Error(parts);
  if (known.size > 500) known.clear();
  known.set(template, parts);
  return parts;
}

/** Names of the fields a template reads. */
export function fieldsOf(template: string): string[] {
  const parts = parseTemplate(template);
  if (typeof parts === 'string') return [];
  return parts.flatMap((part) => ('field' in part ? [part.field] : []));
}

/**
 * A path with every value percent-encoded. A value that is empty, or that would climb (`..`), makes the record fail:
 * `DELETE /contacts/` could mean all of them.
 *
 * @example fillPath('/contacts/{{email}}', values) // { ok: true, text: '/contacts/a%40b.example' }
 */
export function fillPath(template: string, values: TemplateValues): Filled {
  let path = '';
  for (const part of partsOf(template)) {
    if ('text' in part) {
      path += part.text;
      continue;
    }
    const value = read(values, part.field);
    if (value === undefined || value === null || value === '') {
      return { ok: false, field: part.field, message: `${part.field} is empty, and the path needs it.` };
    }
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    if (!text.isWellFormed()) {
      return { ok: false, field: part.field, message: `${part.field} holds half a character.` };
    }
    path += encodeURIComponent(text);
  }
  const [steps = ''] = path.split('?');
  if (steps.split('/').some((step) => step === '.' || step === '..')) {
    const [field = ''] = fieldsOf(template);
    return { ok: false, field, message: 'The path would contain a step of dots only.' };
  }
  return { ok: true, text: path };
}

/** A JSON body: inside quotes a value becomes escaped text, outside it becomes JSON. */
export function fillJson(template: string, values: TemplateValues): string {
  return fill(template, values, (value, quoted) => {
    if (!quoted) return JSON.stringify(value ?? null);
    return JSON.stringify(asText(value)).slice(1, -1);
  });
}

/** A form body: every value percent-encoded. */
export function fillForm(template: string, values: TemplateValues): string {
  return fill(template, values, (value) => encodeURIComponent(asText(value).toWellFormed()));
}

function fill(
  template: string,
  values: TemplateValues,
  write: (value: Value | undefined, quoted: boolean) => string,
): string {
  return partsOf(template)
    .map((part) => ('text' in part ? part.text : write(read(values, part.field), part.quoted)))
    .join('');
}

function asText(value: Value | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function read(values: TemplateValues, field: string): Value | undefined {
  if (field === '$key') return values.key;
  if (field === '$id') return values.remoteId;
  return valueAt(values.record, field);
}

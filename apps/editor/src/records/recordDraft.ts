import { fieldsOf } from './fieldValue.ts';

/** What a value is while it is edited. `json` is everything that has parts. */
export type ValueKind = 'text' | 'number' | 'boolean' | 'nothing' | 'json';

/** One field of a record that is being edited. */
export interface DraftField {
  id: number;
  name: string;
  kind: ValueKind;
  text: string;
}

export type DraftResult =
  | { ok: true; record: Record<string, unknown> }
  /** What is wrong, by id of the field. */
  | { ok: false; problems: ReadonlyMap<number, string> };

/** A record as fields to edit, in its own order. */
export function toDraft(record: unknown): DraftField[] {
  return fieldsOf(record)
    .filter(([, value]) => value !== undefined)
    .map(([name, value], id) => ({ id, name, ...toText(value) }));
}

/** The record that the fields make, or what has to be put right first. */
export function fromDraft(fields: readonly DraftField[]): DraftResult {
  const problems = new Map<number, string>();
  const entries: [string, unknown][] = [];
  const names = new Set<string>();
  for (const field of fields) {
    const name = field.name.trim();
    if (name === '') problems.set(field.id, 'Give the field a name.');
    else if (names.has(name)) problems.set(field.id, `${name} is there twice. Take one away.`);
    names.add(name);
    const value = readText(field);
    if ('problem' in value) problems.set(field.id, value.problem);
    else entries.push([name, value.value]);
  }
  return problems.size > 0 ? { ok: false, problems } : { ok: true, record: Object.fromEntries(entries) };
}

/** The record in a text of JSON, or why it is none. */
export function parseRecord(
  text: string,
): { ok: true; record: Record<string, unknown> } | { ok: false; problem: string } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { ok: true, record: Object.fromEntries(Object.entries(value)) };
    return { ok: false, problem: 'A record is an object: names and values between { and }.' };
  } catch (error) {
    return { ok: false, problem: `Not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function toText(value: unknown): { kind: ValueKind; text: string } {
  if (value === null) return { kind: 'nothing', text: '' };
  if (typeof value === 'string') return { kind: 'text', text: value };
  if (typeof value === 'number') return { kind: 'number', text: String(value) };
  if (typeof value === 'boolean') return { kind: 'boolean', text: String(value) };
  return { kind: 'json', text: JSON.stringify(value) };
}

function readText({ kind, text }: DraftField): { value: unknown } | { problem: string } {
  switch (kind) {
    case 'text':
      return { value: text };
    case 'nothing':
      return { value: null };
    case 'boolean':
      return { value: text === 'true' };
    case 'number':
      return text.trim() !== '' && Number.isFinite(Number(text))
        ? { value: Number(text) }
        : { problem: 'Write a number, such as 12 or 0.5.' };
    case 'json':
      try {
        return { value: JSON.parse(text) };
      } catch {
        return { problem: 'Write a list or an object as JSON, such as ["vip"].' };
      }
  }
}

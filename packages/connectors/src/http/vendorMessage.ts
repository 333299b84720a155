import type { Value } from '@syncline/model';

export interface VendorMessage {
  text: string;
  /** Fields the vendor names. */
  fields: string[];
}

/**
 * What a vendor says went wrong: problem+json, `message`, `error`, or a list under `errors`. At full length, and with
 * whatever it repeats: only without secrets may it be shown.
 *
 * @returns null when the answer says nothing.
 * @example vendorMessage({ errors: [{ field: 'email', message: 'is taken' }] }) // { text: 'email: is taken', fields: ['email'] }
 */
export function vendorMessage(answer: Value | undefined): VendorMessage | null {
  if (typeof answer === 'string') return answer.trim() === '' ? null : { text: answer, fields: [] };
  if (typeof answer !== 'object' || answer === null) return null;
  if (Array.isArray(answer)) return fromList(answer);
  const { detail, title, message, error, errors } = answer;
  const listed = Array.isArray(errors) ? fromList(errors) : fromNamed(errors);
  for (const text of [detail, message, error, title]) {
    const found = typeof text === 'string' ? text : textOf(text);
    if (!found) continue;
    const all = listed && !found.includes(listed.text) ? `${found} (${listed.text})` : found;
    return { text: all, fields: listed?.fields ?? [] };
  }
  return listed;
}

function fromList(items: Value[]): VendorMessage | null {
  const texts: string[] = [];
  const fields: string[] = [];
  for (const item of items.slice(0, 20)) {
    const field = fieldOf(item);
    const text = typeof item === 'string' ? item : textOf(item);
    if (field !== null && !fields.includes(field)) fields.push(field);
    if (text) texts.push(field === null || text.includes(field) ? text : `${field}: ${text}`);
  }
  return texts.length === 0 ? null : { text: texts.join('; '), fields };
}

/** `{ "email": ["is taken"] }`, as Rails and Laravel answer. */
function fromNamed(errors: Value | undefined): VendorMessage | null {
  if (typeof errors === 'string') return { text: errors, fields: [] };
  if (typeof errors !== 'object' || errors === null || Array.isArray(errors)) return null;
  const texts = Object.entries(errors)
    .slice(0, 20)
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : (textOf(value) ?? value)}`);
  return texts.length === 0 ? null : { text: texts.join('; '), fields: Object.keys(errors).slice(0, 20) };
}

function textOf(value: Value | undefined): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  for (const name of ['detail', 'message', 'description', 'reason', 'title', 'code'] as const) {
    const text = Object.hasOwn(value, name) ? value[name] : undefined;
    if (typeof text === 'string' && text !== '') return text;
  }
  return null;
}

function fieldOf(item: Value): string | null {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return null;
  for (const name of ['field', 'property', 'path', 'param', 'pointer'] as const) {
    const value = Object.hasOwn(item, name) ? item[name] : undefined;
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}

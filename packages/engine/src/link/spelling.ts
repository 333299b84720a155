import type { Value } from '@syncline/model';
import { type FieldPolicy, isSame, type Projection } from './mergeSides.ts';

/**
 * What a side is taken to hold after it was written and looked at again. A value that came back as it was sent but for its
 * spelling (case, blanks, notation of a number or time) is this side's spelling. Another value of a field that was sent may
 * be somebody's change in between: what was sent is kept then, so that the next look sees it as one. So it is with fields
 * that were not sent.
 *
 * @param before what it held before the write; null = it had no such record.
 */
export function heldAfter(
  before: Projection | null,
  sent: Projection,
  returned: Projection,
  policies: Readonly<Record<string, FieldPolicy>>,
): Projection {
  const held: Record<string, Value> = {};
  for (const [field, value] of Object.entries(returned)) {
    const told = sent[field];
    const was = before?.[field];
    if (told !== undefined) held[field] = isOwnSpelling(told, value, policies[field]) ? value : told;
    else if (before === null) held[field] = value;
    else if (was !== undefined) held[field] = was;
  }
  return held;
}

/** Where one side owns a field the other may make of it what it can: it is not asked. */
function isOwnSpelling(sent: Value, returned: Value, policy: FieldPolicy | undefined): boolean {
  return policy === 'a' || policy === 'b' || isSame(sent, returned) || plain(sent) === plain(returned);
}

/** One text for a value however it is written. */
function plain(value: Value): string {
  if (value === null || value === '') return '';
  if (typeof value === 'object') return JSON.stringify(value);
  const text = String(value).trim().replaceAll(/\s+/g, ' ').toLowerCase();
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(text)) return String(Number(text));
  if (/^\d{4}-\d{2}-\d{2}[t ]/.test(text)) return String(Date.parse(text.toUpperCase()) || text);
  return text;
}

import type { Value } from '@syncline/model';
import { isSame, type Projection } from './mergeSides.ts';

/** How one side stands after it was written. */
export interface WrittenSide {
  values: Projection;
  /** The answer to the write itself says so. Else it was looked at later, when somebody may have changed it again. */
  isCertain: boolean;
  /** The write made the record: what it did not send are defaults. */
  isNew: boolean;
}

/**
 * What a side is taken to hold after it was written. A value that came back as it was sent but for its spelling (case,
 * blanks, notation of a number or time) is this side's spelling. Another value of a field that was sent may be somebody's
 * change in between: what was sent is kept then, so that the next look sees it as one. So it is with fields that were not
 * sent, but for those of a record the write made. Only a side that was told a value before and stood the same before and after makes of it what it can.
 *
 * @param before what it held before the write; null = it had no such record. @param isRepeated the same was told before.
 */
export function heldAfter(
  before: Projection | null,
  sent: Projection,
  { values, isCertain, isNew }: WrittenSide,
  isRepeated: boolean,
): Projection {
  const held: Record<string, Value> = {};
  for (const [field, value] of Object.entries(values)) {
    const told = sent[field];
    const was = before?.[field];
    if (told !== undefined) {
      const isOwn = isCertain || plain(told) === plain(value) || (isRepeated && isSame(was, value));
      held[field] = isOwn ? value : told;
    } else if (was !== undefined) held[field] = was;
    else if (isNew) held[field] = value;
  }
  return held;
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

import type { Step } from '../fieldTable.ts';
import { blankToNull } from './blankToNull.ts';
import { boolean } from './boolean.ts';
import { coalesce } from './coalesce.ts';
import { collapseSpaces } from './collapseSpaces.ts';
import { concat } from './concat.ts';
import { defaultValue } from './defaultValue.ts';
import { email } from './email.ts';
import { formatDate } from './formatDate.ts';
import { integer } from './integer.ts';
import { join } from './join.ts';
import { lookup } from './lookup.ts';
import { lowercase } from './lowercase.ts';
import { mapValues } from './mapValues.ts';
import { number } from './number.ts';
import { parseDate } from './parseDate.ts';
import { parseDatetime } from './parseDatetime.ts';
import { phone } from './phone.ts';
import { prefix } from './prefix.ts';
import { replace } from './replace.ts';
import { round } from './round.ts';
import { split } from './split.ts';
import { suffix } from './suffix.ts';
import { titlecase } from './titlecase.ts';
import { toJson } from './toJson.ts';
import { toText } from './toText.ts';
import type { StepName, Transform } from './transform.ts';
import { trim } from './trim.ts';
import { truncate } from './truncate.ts';
import { uppercase } from './uppercase.ts';

/** Every step there is. The type refuses a list that forgets one. */
const transforms: { [N in StepName]: Transform<N> } = {
  trim,
  lowercase,
  uppercase,
  titlecase,
  'collapse-spaces': collapseSpaces,
  'blank-to-null': blankToNull,
  email,
  integer,
  'to-text': toText,
  'to-json': toJson,
  default: defaultValue,
  coalesce,
  concat,
  split,
  join,
  prefix,
  suffix,
  replace,
  truncate,
  number,
  round,
  boolean,
  'parse-date': parseDate,
  'parse-datetime': parseDatetime,
  'format-date': formatDate,
  'map-values': mapValues,
  phone,
  lookup,
};

/** Names of all steps, in the order the editor offers them. */
export const stepNames = Object.keys(transforms) as StepName[]; // keys of the typed object above

/** The definition of a step and its settings. */
export function transformOf(step: Step): { transform: Transform<StepName>; settings: never } {
  const settings = typeof step === 'string' ? { do: step } : step;
  // A transform takes exactly the settings its own name has, which the lookup by `do` ensures; TypeScript can't
  // follow that through a union, so the pair leaves here as one that only fits together.
  return {
    transform: transforms[settings.do] as unknown as Transform<StepName>,
    settings: settings as never,
  };
}

/**
 * A step in plain words.
 *
 * @example stepLabel({ do: 'parse-date', format: 'DD.MM.YYYY' }) // 'to date DD.MM.YYYY'
 */
export function stepLabel(step: Step): string {
  const { transform, settings } = transformOf(step);
  return transform.label(settings);
}

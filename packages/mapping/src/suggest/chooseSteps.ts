import type { FieldSchema, FieldType, Value } from '@syncline/model';
import { conversionOf } from '../conversion/conversionTable.ts';
import { booleanOf } from '../conversion/scalars.ts';
import { parseDatePattern } from '../dates/datePattern.ts';
import { isIsoDate, readMoment } from '../dates/isoDate.ts';
import { readDate } from '../dates/readDate.ts';
import type { Step } from '../fieldTable.ts';
import { stepSchema } from '../fieldTable.ts';
import { transformOf } from '../transforms/transforms.ts';
import { Failure } from '../values/failure.ts';
import type { SourceField } from './sourceFields.ts';

export interface StepChoice {
  steps: Step[];
  /** What the user still has to decide, in plain words. */
  open: string | null;
}

const nothing: StepChoice = { steps: [], open: null };

const dateFormats = [
  ...['YYYY-MM-DD', 'DD.MM.YYYY', 'D.M.YYYY', 'DD.MM.YY', 'MM/DD/YYYY', 'M/D/YYYY', 'DD/MM/YYYY', 'D/M/YYYY'],
  ...['YYYY/MM/DD', 'YYYY.MM.DD', 'DD-MM-YYYY', 'MM-DD-YYYY', 'YYYYMMDD'],
];
const timeFormats = [' HH:mm', ' HH:mm:ss', "'T'HH:mm:ss", ' H:mm', ' hh:mm A', ' h:mm A'];

/** The steps that turn what the samples look like into what the destination field takes. */
export function chooseSteps(from: SourceField, to: FieldSchema): StepChoice {
  const texts = from.values.filter((value) => typeof value === 'string');
  if (from.type === 'datetime' && to.type === 'date') {
    return { steps: [{ do: 'format-date', format: 'YYYY-MM-DD', timezone: 'UTC' }], open: null };
  }
  if (from.type === 'decimal' && to.type === 'integer')
    return { steps: [{ do: 'round', digits: 0 }], open: null };
  if (from.type === 'list' && to.type !== 'list' && to.type !== 'json') {
    return { steps: [{ do: 'join', separator: ', ' }], open: null };
  }
  if (from.type !== null && ['same', 'lossless'].includes(conversionOf(from.type, to.type)))
    return trimmed(texts, to.type);
  return texts.length === 0 || texts.length < from.values.length ? nothing : stepsForText(texts, to.type);
}

/** Space around values is never meant; where there is none, a step would only be noise. */
function trimmed(texts: readonly string[], type: FieldType): StepChoice {
  const spaced = type === 'text' && texts.some((text) => text.trim() !== text);
  return spaced ? { steps: ['trim'], open: null } : nothing;
}

function stepsForText(texts: readonly string[], type: FieldType): StepChoice {
  switch (type) {
    case 'email':
      return { steps: ['email'], open: null };
    case 'date':
    case 'datetime':
      return dateStep(texts, type);
    case 'integer':
    case 'decimal':
      return numberStep(texts, type);
    case 'boolean':
      return texts.every((text) => !(booleanOf(text) instanceof Failure)) ? nothing : booleanStep(texts);
    case 'phone': {
      const international = texts.every((text) => text.trim().startsWith('+'));
      return international ? nothing : { steps: [], open: 'choose the country of the numbers' };
    }
    case 'list':
      return listStep(texts);
    default:
      return trimmed(texts, type);
  }
}

function dateStep(texts: readonly string[], type: 'date' | 'datetime'): StepChoice {
  if (texts.every((text) => isIsoDate(text) || (type === 'datetime' && hasZone(text)))) return nothing;
  if (type === 'date' && texts.every(hasZone)) {
    return { steps: [{ do: 'format-date', format: 'YYYY-MM-DD', timezone: 'UTC' }], open: null };
  }
  const formats =
    type === 'date'
      ? dateFormats
      : [...dateFormats.flatMap((day) => timeFormats.map((time) => day + time)), ...dateFormats];
  const fitting = formats.filter((format) => fitsAll(texts, format));
  const [format] = fitting;
  if (format === undefined)
    return { steps: [], open: 'the form of the dates is not known: add a step for it' };
  if (fitting.some((other) => dayFirst(other) !== dayFirst(format))) {
    return {
      steps: [],
      open: 'day and month can’t be told apart: add the step “to date” with the right format',
    };
  }
  const step: Step =
    type === 'date' ? { do: 'parse-date', format } : { do: 'parse-datetime', format, timezone: 'UTC' };
  return { steps: [step], open: type === 'datetime' ? 'check the time zone' : null };
}

function hasZone(text: string): boolean {
  const moment = readMoment(text);
  return moment !== null && moment !== 'no-zone';
}

const dayFirst = (format: string): boolean => format.startsWith('D');

function fitsAll(texts: readonly string[], format: string): boolean {
  const pattern = parseDatePattern(format);
  return texts.every((text) => readDate(text.trim(), pattern) !== null);
}

function numberStep(texts: readonly string[], type: 'integer' | 'decimal'): StepChoice {
  if (type === 'integer' && texts.every((text) => /^\s*[+-]?\d+\s*$/.test(text)))
    return { steps: ['integer'], open: null };
  const point = allConvert(texts, { do: 'number', decimal: '.' });
  const comma = allConvert(texts, { do: 'number', decimal: ',' });
  if (point && comma && texts.some((text) => /[.,]/.test(text))) {
    return { steps: [], open: 'the decimal mark can’t be told: add the step “to number”' };
  }
  if (point) return { steps: [{ do: 'number', decimal: '.' }], open: null };
  return comma ? { steps: [{ do: 'number', decimal: ',' }], open: null } : nothing;
}

function booleanStep(texts: readonly string[]): StepChoice {
  return allConvert(texts, { do: 'boolean' })
    ? { steps: [{ do: 'boolean' }], open: null }
    : { steps: [], open: 'add the step “to yes/no” with the words that mean yes' };
}

function listStep(texts: readonly string[]): StepChoice {
  const separator = [';', ',', '|'].find((mark) => texts.some((text) => text.includes(mark)));
  return separator === undefined ? nothing : { steps: [{ do: 'split', separator }], open: null };
}

function allConvert(values: readonly Value[], step: Step): boolean {
  const { transform, settings } = transformOf(stepSchema.parse(step));
  const run = transform.compile(settings, { tables: {}, readPath: () => () => undefined });
  return values.every((value) => !(run(value, {}) instanceof Failure));
}

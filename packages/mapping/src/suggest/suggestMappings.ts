import { type DataRecord, type FieldSchema, hostileNames, type RecordSchema } from '@syncline/model';
import { neverConverts } from '../conversion/conversionTable.ts';
import { normaliseEmail } from '../conversion/email.ts';
import type { Step } from '../fieldTable.ts';
import { compileRow, RowFailure } from '../mapping/compileRow.ts';
import { Failure } from '../values/failure.ts';
import { chooseSteps } from './chooseSteps.ts';
import { type NameMeaning, readName } from './concepts.ts';
import { compareNames, type Likeness } from './similarity.ts';
import { type SourceField, sourceFields } from './sourceFields.ts';

/** A row the editor may offer. */
export interface Suggestion {
  to: string;
  from: string;
  steps: Step[];
  /** 0 to 1. */
  confidence: number;
  /** In plain words: "Same meaning; all 25 samples convert". */
  why: string;
}

/** Below this a suggestion would be wrong too often to help. */
export const suggestionThreshold = 0.6;

/**
 * Rows for the destination fields that have none yet, by name, meaning, type and what the samples look like. A source
 * field serves one destination field at most. Nothing below the threshold is offered.
 *
 * @param mapped destination fields that have a row already.
 * @example suggestMappings(source, samples, target, [])[0] // { to: 'FNAME', from: 'FirstName', steps: [], confidence: 0.96, why: … }
 */
export function suggestMappings(
  source: RecordSchema,
  samples: DataRecord[],
  target: RecordSchema,
  mapped: string[],
): Suggestion[] {
  const fields = sourceFields(source, samples).map((field) => ({ field, name: readName(field.name) }));
  const wanted = target.fields.filter(
    ({ name, readOnly }) => !readOnly && !mapped.includes(name) && !hostileNames.has(name),
  );
  const candidates: Suggestion[] = [];
  for (const to of wanted) {
    const meaning = nameOf(to);
    for (const { field, name } of fields) {
      const suggestion = weigh(field, name, to, meaning);
      if (suggestion !== null && suggestion.confidence >= suggestionThreshold) candidates.push(suggestion);
    }
  }
  return oneToOne(candidates).sort((left, right) => order(target, left.to) - order(target, right.to));
}

const order = (schema: RecordSchema, name: string): number =>
  schema.fields.findIndex((field) => field.name === name);

/** A label says more than a code name (`MMERGE3`), when the name itself says nothing. */
function nameOf({ name, label }: FieldSchema): NameMeaning {
  const read = readName(name);
  if (read.meaning !== null || label === undefined) return read;
  const labelled = readName(label);
  return labelled.meaning === null ? read : labelled;
}

/** The surest first; each source and each destination field once. */
function oneToOne(candidates: Suggestion[]): Suggestion[] {
  const taken = new Set<string>();
  const chosen: Suggestion[] = [];
  for (const candidate of candidates.toSorted((left, right) => right.confidence - left.confidence)) {
    const from = `from ${candidate.from}`;
    const to = `to ${candidate.to}`;
    if (taken.has(from) || taken.has(to)) continue;
    taken.add(from).add(to);
    chosen.push(candidate);
  }
  return chosen;
}

function weigh(
  field: SourceField,
  name: NameMeaning,
  to: FieldSchema,
  meaning: NameMeaning,
): Suggestion | null {
  if (field.type !== null && neverConverts(field.type, to.type)) return null;
  // A group of fields is no text: its parts are offered themselves.
  if (field.type === 'json' && to.type !== 'json') return null;
  const likeness = compareNames(name, meaning);
  const by = likeness.confidence > 0 ? likeness : byShape(field, to);
  if (by.confidence < suggestionThreshold) return null;
  const { steps, open } = chooseSteps(field, to);
  const { converted, tried } = tryOut(field, to, steps);
  const share = tried === 0 ? 1 : converted / tried;
  // Samples that don't convert although no decision of the user is open speak against the pair.
  const confidence = open === null ? by.confidence * (0.35 + 0.65 * share) : Math.min(by.confidence, 0.8);
  const proof = tried > 0 && share === 1 ? 0.02 : 0;
  return {
    to: to.name,
    from: field.path,
    steps,
    confidence: Math.min(0.99, Math.round((confidence + proof) * 100) / 100),
    why: explain(by.why, converted, tried, open),
  };
}

/** Values that can only be e-mail addresses find their field whatever it is called. */
function byShape(field: SourceField, to: FieldSchema): Likeness {
  const nameless: Likeness = { confidence: 0, why: '' };
  if (to.type !== 'email' || field.values.length < 3) return nameless;
  const addresses = field.values.filter(
    (value) => typeof value === 'string' && !(normaliseEmail(value) instanceof Failure),
  );
  return addresses.length === field.values.length
    ? { confidence: 0.66, why: 'The values are e-mail addresses' }
    : nameless;
}

function tryOut(field: SourceField, to: FieldSchema, steps: Step[]): { converted: number; tried: number } {
  const target: RecordSchema = { fields: [to], key: [], cursorFields: [], open: false };
  const source: RecordSchema = { fields: [], key: [], cursorFields: [], open: true };
  const env = { source, target, tables: {}, now: () => new Date(0) };
  const row = compileRow({ to: to.name, from: 'value', steps, otherwise: 'fail', lossy: false }, 0, env);
  let converted = 0;
  for (const value of field.values) {
    const record: DataRecord = { value };
    if (!(row.finish(row.read(record), record) instanceof RowFailure)) converted += 1;
  }
  return { converted, tried: field.values.length };
}

function explain(why: string, converted: number, tried: number, open: string | null): string {
  const proof = proofOf(converted, tried);
  // A count of failures would only repeat what is open.
  const parts = open === null || converted === tried ? [why, proof, open ?? ''] : [why, open];
  return parts.filter((part) => part !== '').join('; ');
}

function proofOf(converted: number, tried: number): string {
  if (tried === 0) return '';
  if (tried === 1) return converted === 1 ? 'the one sample converts' : 'the one sample does not convert';
  return converted === tried ? `all ${tried} samples convert` : `${converted} of ${tried} samples convert`;
}

import { commonName, type LinkConfig, linkPorts } from '@syncline/mapping';
import { type DataRecord, type PlanStep, SyncError, type Value } from '@syncline/model';
import { type DestinationStep, keyFields } from '../deliver/destinationStep.ts';
import { type Asker, mostOf } from '../page/fetchRecords.ts';
import type { RunWork } from '../run/runWork.ts';
import type { LinkRules, Projection, SideState } from './mergeSides.ts';

export const sideNames = ['a', 'b'] as const;
export type SideName = (typeof sideNames)[number];

/** One side of a link: where it is read, where it is written, and what its fields are called. */
export interface LinkSide {
  name: SideName;
  port: string;
  asker: Asker;
  dest: DestinationStep;
  /** Own name of each linked field, by its common one. */
  fields: ReadonlyMap<string, string>;
  changedAt: string | null;
  /** Fields the system fills in itself. */
  readOnly: ReadonlySet<string>;
}

export interface Link {
  dest: DestinationStep;
  rules: LinkRules;
  a: LinkSide;
  b: LinkSide;
}

/** A record of one side as it was found. */
export interface FoundSide extends SideState {
  record: DataRecord;
}

/** @throws SyncError when the published plan can't be run by this build, which no compiled plan does. */
export function linkOf(work: RunWork, dest: DestinationStep): Link {
  // The compiler parsed it by the node's own schema.
  const config = dest.step.config as LinkConfig;
  const { fields, deleteOrEdit, skewSeconds, tieGoesTo } = config;
  return {
    dest,
    rules: {
      fields: Object.fromEntries(fields.map((field) => [commonName(field), field.wins])),
      deleteOrEdit,
      skewMs: skewSeconds * 1000,
      tieGoesTo,
    },
    a: sideOf(work, dest.step, config, 'a'),
    b: sideOf(work, dest.step, config, 'b'),
  };
}

function sideOf(work: RunWork, step: PlanStep, config: LinkConfig, name: SideName): LinkSide {
  const port = linkPorts[name];
  const feeder = work.ready.step(name === 'a' ? config.sideA : config.sideB);
  const source = work.ports.connectors.source(feeder.type);
  const fetch = source?.fetch;
  const [node] = step.next[port] ?? [];
  const dest = work.destinations.find((one) => one.step.node === node);
  if (source === undefined || fetch === undefined || dest === undefined) {
    const message = `side ${name} of ${step.title} can't be read or written: publish the flow again`;
    throw new SyncError('fatal', 'run.internal', message);
  }
  const changedAt = name === 'a' ? config.changedAtA : config.changedAtB;
  return {
    name,
    port,
    asker: { step: feeder, source, fetch, most: mostOf(source, feeder) },
    dest,
    fields: new Map(config.fields.map((field) => [commonName(field), field[name]])),
    changedAt: changedAt ?? null,
    readOnly: new Set(dest.step.schema.fields.filter(({ readOnly }) => readOnly).map((field) => field.name)),
  };
}

/** The linked fields of a whole record under their common names. Many an API leaves a field out that is empty. */
export function project({ fields }: LinkSide, record: DataRecord): Projection {
  const values: Record<string, Value> = {};
  for (const [common, own] of fields) values[common] = ownValue(record, own) ?? null;
  return values;
}

const ownValue = (record: DataRecord, field: string): Value | undefined =>
  Object.hasOwn(record, field) ? record[field] : undefined;

/** What a new record is made of: a field the other side does not have is left to the default of this one. */
export function given({ fields }: LinkSide, { record }: FoundSide, values: Projection): Projection {
  return Object.fromEntries(
    Object.entries(values).filter(([field]) => ownValue(record, fields.get(field) ?? '') !== undefined),
  );
}

export function foundSide(side: LinkSide, record: DataRecord, sourceTs: string | null): FoundSide {
  const stated = side.changedAt === null ? sourceTs : record[side.changedAt];
  return { values: project(side, record), changedMs: timeOf(stated), record };
}

/** Numbers are taken for seconds or milliseconds since 1970, whichever gives a time of our days. */
function timeOf(stated: Value | undefined): number | null {
  if (typeof stated === 'number') return stated > 1e11 ? stated : stated * 1000;
  if (typeof stated !== 'string') return null;
  const time = Date.parse(stated);
  return Number.isNaN(time) ? null : time;
}

/**
 * A record as this side is to be told it: some linked fields under its own names, and the fields by which it finds the
 * record. Fields it fills in itself are never sent.
 *
 * @param found what it holds now; null = nothing. @param other what the other side holds.
 */
export function recordFor(
  side: LinkSide,
  other: LinkSide,
  key: string,
  values: Projection,
  found: FoundSide | null,
  there: FoundSide | null,
): DataRecord {
  const record: DataRecord = identityFor(side, other, key, found, there);
  for (const [common, value] of Object.entries(values)) {
    const own = side.fields.get(common);
    if (own !== undefined && !side.readOnly.has(own) && !Object.hasOwn(record, own)) record[own] = value;
  }
  return record;
}

function identityFor(
  side: LinkSide,
  other: LinkSide,
  key: string,
  found: FoundSide | null,
  there: FoundSide | null,
): DataRecord {
  const set = keyFields(side.dest.step);
  const names = set.length > 0 ? set : identityFields(side.asker.step);
  const others = identityFields(other.asker.step);
  const parts = keyParts(key, names.length);
  return Object.fromEntries(
    names.map((name, at) => {
      const own = found?.record[name];
      const theirs = there?.record[others[at] ?? ''];
      // The type of a value is kept where it is known: 17 and not "17".
      return [name, own ?? theirs ?? parts[at] ?? null];
    }),
  );
}

/** Fields that make the identity of a feeder's records. */
const identityFields = (step: PlanStep): string[] =>
  step.schema.key.length > 0 ? [...step.schema.key] : keyFields(step);

function keyParts(key: string, count: number): string[] {
  if (count <= 1) return [key];
  try {
    const parts: unknown = JSON.parse(key);
    return Array.isArray(parts) ? parts.map(String) : [];
  } catch {
    return [];
  }
}

/** Destinations a link writes to: their records are in the hands of whoever has the link's. */
export function writtenBy(step: PlanStep): string[] {
  return step.type === 'link' ? Object.values(step.next).flat() : [];
}

import type { DataRecord, RecordSchema, ReferenceTable, Value } from '@syncline/model';
import type { ExpressionHost } from '../expression/evaluateGuarded.ts';

/** Everything a mapping needs from outside. */
export interface MappingEnv {
  tables: Record<string, ReferenceTable>;
  source: RecordSchema;
  /** What the destination accepts; null when it isn't known. */
  target: RecordSchema | null;
  now: () => Date;
}

/** Why one row of the table gave no value for one record. */
export interface MappingFailure {
  /** Destination field. */
  field: string;
  /** Place of the row in the table, from 0. */
  row: number;
  /** Place of the step in the row, from 0; null when it was the source, the conversion or the destination's rules. */
  step: number | null;
  code: string;
  /** Plain words; at most 40 characters of the value. */
  message: string;
  /** What could not be used. */
  value?: Value;
}

export type MappingResult =
  | { verdict: 'ok'; record: DataRecord }
  | { verdict: 'skip' | 'dead-letter'; failures: MappingFailure[] };

/** One function for the whole mapping of a map node. */
export interface CompiledMapping {
  /**
   * Maps one record. Never throws for what a record holds.
   *
   * @throws Error when the mapping is `slow`.
   */
  apply: (record: DataRecord) => MappingResult;
  /** An expression needs the expression host. */
  slow: boolean;
  /**
   * Maps a page of records, slow expressions through the host.
   *
   * @throws Error when the mapping is slow and there is no host.
   */
  applyAll: (records: DataRecord[], host: ExpressionHost | null) => Promise<MappingResult[]>;
  /** Identity text of an incoming record; null when a part is missing, undefined when the config names no key. */
  identity: (record: DataRecord) => string | null | undefined;
}

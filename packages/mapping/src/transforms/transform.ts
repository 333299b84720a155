import type { DataRecord, FieldType, ReferenceTable, Value } from '@syncline/model';
import type { Step } from '../fieldTable.ts';
import type { PathReader } from '../path/path.ts';
import type { Outcome } from '../values/failure.ts';

type StepWord = Extract<Step, string>;
type StepObject = Exclude<Step, string>;

/** Name of a step: `trim`, `split`, … */
export type StepName = StepWord | StepObject['do'];

/** Settings of a step; a word has none. */
export type StepSettings<N extends StepName> = N extends StepWord
  ? { do: N }
  : Extract<StepObject, { do: N }>;

/** One step on the hot path. Gets undefined and null only when its transform says `seesEmpty`. */
export type StepFunction = (value: Value | undefined, record: DataRecord) => Outcome;

export interface StepProblem {
  severity: 'error' | 'warning';
  code: string;
  /** Behind the step's own path: `format`, `from.0`. */
  path?: string;
  title: string;
  whatToDo: string;
}

/** What a step may ask while it is checked. */
export interface StepCheck {
  tables: Readonly<Record<string, ReferenceTable>>;
  /** Type before the step; null = unknown. */
  before: FieldType | null;
  /** Problems of a path into the incoming record. */
  checkPath: (path: string, at: string) => StepProblem[];
}

/** What a step may use while it is compiled. */
export interface StepContext {
  tables: Readonly<Record<string, ReferenceTable>>;
  readPath: (path: string) => PathReader;
}

/** One kind of step: everything the compiler, the checker and the editor need to know of it, in one place. */
export interface Transform<N extends StepName> {
  name: N;
  /** Plain words with the settings that matter: `to date DD.MM.YYYY`. */
  label: (settings: StepSettings<N>) => string;
  /** Types it can work on. */
  takes: readonly FieldType[] | 'any';
  /** Type after it; null = unknown. */
  gives: (settings: StepSettings<N>, before: FieldType | null) => FieldType | null;
  /** Runs on undefined and null too; the others never see them. */
  seesEmpty?: boolean;
  /** Can the result be empty, when the value before can (not)? Absent: as before. */
  mayBeEmpty?: (settings: StepSettings<N>, before: boolean, isNullable: (path: string) => boolean) => boolean;
  check?: (settings: StepSettings<N>, context: StepCheck) => StepProblem[];
  compile: (settings: StepSettings<N>, context: StepContext) => StepFunction;
}

/**
 * Declares a step. Its only job is to tie the name to the settings the schema in `fieldTable.ts` gives it.
 */
export function defineTransform<N extends StepName>(transform: Transform<N>): Transform<N> {
  return transform;
}

/** All types a text step takes: everything with a text of its own. */
export const textTypes: readonly FieldType[] = [
  'text',
  'enum',
  'email',
  'phone',
  'url',
  'date',
  'datetime',
  'integer',
  'decimal',
  'boolean',
  'json',
];

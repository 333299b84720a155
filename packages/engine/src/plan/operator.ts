import type { ExpressionHost } from '@syncline/mapping';
import type { Change, DataRecord, Plan, SyncErrorCode } from '@syncline/model';

/** A record between two steps. */
export interface Item {
  /** Place in the page: order of arrival. */
  place: number;
  /** Identity by which its next destination knows it. */
  key: string;
  change: Change;
  /** As the last map left it. */
  record: DataRecord;
  /** At a checkpoint with a condition: whether it holds. */
  holds?: boolean;
}

/** A record a step could not do its work on. */
export interface FailedItem {
  item: Item;
  code: SyncErrorCode;
  field: string | null;
  message: string;
}

/** What one step made of the records of a page. Every one of `input` is in exactly one of the others. */
export interface StepResult {
  input: Item[];
  /** By port. A delete leaves a branch by all of them: what it deletes may lie behind any. */
  output: Map<string, Item[]>;
  filtered: Item[];
  failed: FailedItem[];
  /** Of a checkpoint: the records that end here and did not fail. Default: all that came in. */
  kept?: Item[];
  /** How many records left, whatever the number of ports. */
  left: number;
}

export type Operator = (input: Item[]) => StepResult | Promise<StepResult>;

export interface OperatorEnv {
  plan: Plan;
  now: () => Date;
  /** Runs the expressions that need a process of their own; null = there is none. */
  expressions: ExpressionHost | null;
}

export function emptyResult(input: Item[], ports: readonly string[]): StepResult {
  return { input, output: new Map(ports.map((port) => [port, []])), filtered: [], failed: [], left: 0 };
}

/** A step that throws has a bug, or met a record nobody thought of: that record is put aside, the others go on. */
export function internalFailure(item: Item, thrown: unknown): FailedItem {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { item, code: 'run.internal', field: null, message: message.slice(0, 500) };
}

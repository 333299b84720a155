import type { AnyNodeDefinition, Diagnostic, FlowDocument, Plan, RecordSchema } from '@syncline/model';

/** Everything the compiler has to know about the world. It looks nowhere else. */
export interface CompileEnv {
  /** The catalogue: what a step type is. `undefined` = there is no such type. */
  definition(type: string): AnyNodeDefinition | undefined;
  /**
   * By node name: what a source gives, what a destination accepts. Absent = not known yet, which counts as
   * "anything may be there".
   */
  schemas: Readonly<Record<string, RecordSchema | undefined>>;
  /**
   * Kind of the connection a logical name is bound to; `undefined` = not bound. Leave the function out where nothing
   * can be bound (a template, a file in Git): bindings are then not checked.
   */
  connectionKind?(name: string): string | undefined;
  /** Hash of a text. Injected, since hashing is where Node and browser differ. */
  digest(text: string): string;
}

export interface CompileResult {
  /** Null when there is an error. */
  plan: Plan | null;
  /** Errors first, then in the order of the flow. */
  diagnostics: Diagnostic[];
  /** The parsed document; null when its shape is wrong. */
  document: FlowDocument | null;
  /** What leaves each step; for a destination what it accepts. */
  schemas: Record<string, RecordSchema>;
  /** What reaches each step that takes records. */
  inputs: Record<string, RecordSchema>;
  /** For each map step that writes for exactly one destination: that destination. */
  targets: Record<string, string>;
  /** Hash of what the flow does, without layout, notes, name and titles. */
  logicHash: string | null;
}

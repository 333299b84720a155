import type { FlowSettings, ReferenceTable } from '../flow/document.ts';
import type { NodeRole } from '../node/nodeDefinition.ts';
import type { RecordSchema } from '../record/schema.ts';

/**
 * What the compiler makes of a flow document: plain JSON, the same for the same input, pinned by each run through its
 * hash. Configs are parsed and migrated, so nothing downstream validates again.
 */
export interface Plan {
  /** Hash of everything below. */
  hash: string;
  settings: FlowSettings;
  tables: Record<string, ReferenceTable>;
  /** In topological order: a step stands after everything that feeds it. */
  steps: PlanStep[];
  feeders: string[];
  destinations: string[];
  /** True when a record's lane is known before mapping, so that several workers may share the flow. */
  splittable: boolean;
}

export interface PlanStep {
  node: string;
  type: string;
  version: number;
  role: NodeRole;
  title: string;
  connection: string | null;
  /** Parsed by the node's own zod schema. */
  config: Record<string, unknown>;
  /** Steps fed from each port: `{ out: ['clean'] }`. */
  next: Record<string, string[]>;
  /** What is known of the records that leave (sources, transforms) or are accepted (destinations). */
  schema: RecordSchema;
}

import { type MapConfig, mappingOutputSchema, typeInWords } from '@syncline/mapping';
import { type Diagnostic, isFeeder, openSchema, type RecordSchema } from '@syncline/model';
import type { CompileEnv } from '../compileEnv.ts';
import type { FlowGraph } from '../graph/flowGraph.ts';
import type { Step, Steps } from '../steps/readSteps.ts';
import { mergeSchemas } from './mergeSchemas.ts';
import { isLink, isMap, passesOn } from './passesOn.ts';

export interface InferredSchemas {
  /** What leaves a step; for a destination what it accepts. */
  leaving: Map<string, RecordSchema>;
  /** What reaches a step that takes records. */
  reaching: Map<string, RecordSchema>;
  problems: Diagnostic[];
}

/** What is known of the records on each arrow, from the sources on. Steps without a place in the order stay open. */
export function inferSchemas(
  graph: FlowGraph,
  order: readonly string[],
  steps: Steps,
  targets: ReadonlyMap<string, string>,
  env: Pick<CompileEnv, 'schemas'>,
): InferredSchemas {
  const leaving = new Map<string, RecordSchema>();
  const reaching = new Map<string, RecordSchema>();
  const problems: Diagnostic[] = [];
  for (const name of order) {
    const step = steps.get(name);
    if (!step) continue;
    if (step.role !== null && isFeeder(step.role)) {
      leaving.set(name, feederSchema(env, step));
      continue;
    }
    const from = new Set((graph.before.get(name) ?? []).map((link) => link.from));
    const merged = mergeSchemas([...from].map((source) => leaving.get(source) ?? openSchema));
    reaching.set(name, merged.schema);
    // It looks at each side by itself, so their fields never meet.
    if (isLink(step)) merged.conflicts.length = 0;
    for (const { field, types } of merged.conflicts) {
      problems.push({
        severity: 'warning',
        code: 'merge.type-conflict',
        node: name,
        field,
        title: `${field} reaches ${step.label} as ${typeInWords(types[0])} and as ${typeInWords(types[1])}`,
        whatToDo: 'Give it one type with a map step on one of the ways.',
      });
    }
    leaving.set(name, leavingSchema(step, merged.schema, targets.get(name), env));
  }
  for (const name of graph.steps) {
    if (leaving.has(name)) continue;
    leaving.set(name, openSchema);
    reaching.set(name, openSchema);
  }
  return { leaving, reaching, problems };
}

/** Records that are read again have the fields of the step that is asked, whatever little an event says. */
function feederSchema(env: Pick<CompileEnv, 'schemas'>, step: Step): RecordSchema {
  const own = statedSchema(env, step.name);
  const asked = step.config?.fetchFrom;
  if (typeof asked !== 'string' || own.fields.length > 0) return own;
  const { key, ...known } = statedSchema(env, asked);
  return { ...known, key: own.key.length > 0 ? own.key : key };
}

/** What a source said it gives or a destination that it accepts. */
function statedSchema(env: Pick<CompileEnv, 'schemas'>, name: string): RecordSchema {
  return (Object.hasOwn(env.schemas, name) ? env.schemas[name] : undefined) ?? openSchema;
}

/** True when nothing at all is said of the records: comparing field names with it would only make noise. */
export const isUnknown = (schema: RecordSchema): boolean => schema.open && schema.fields.length === 0;

/** Fields a map writes for, or null when it has no single destination or nothing is known of that. */
export function targetSchema(
  env: Pick<CompileEnv, 'schemas'>,
  target: string | undefined,
): RecordSchema | null {
  const stated = target === undefined ? null : statedSchema(env, target);
  return stated === null || isUnknown(stated) ? null : stated;
}

function leavingSchema(
  step: Step,
  source: RecordSchema,
  target: string | undefined,
  env: Pick<CompileEnv, 'schemas'>,
): RecordSchema {
  if (step.role === 'destination') return statedSchema(env, step.name);
  if (passesOn(step)) return source;
  if (!isMap(step) || step.config === null) return openSchema;
  // The map step's own definition parsed this config, so it is one.
  const config = step.config as MapConfig;
  return mappingOutputSchema(config, { source, target: targetSchema(env, target) });
}

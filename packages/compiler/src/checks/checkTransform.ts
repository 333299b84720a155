import { type Condition, checkCondition, checkMapping, type MapConfig } from '@syncline/mapping';
import type { Diagnostic, RecordSchema, ReferenceTable } from '@syncline/model';
import { isUnknown } from '../schema/inferSchemas.ts';
import { isMap } from '../schema/passesOn.ts';
import type { Step } from '../steps/readSteps.ts';

export interface TransformSurroundings {
  source: RecordSchema;
  target: RecordSchema | null;
  tables: Record<string, ReferenceTable>;
}

/** What a step with a table or a condition says of the records that reach it: fields that aren't there, types, required fields. */
export function checkTransform(step: Step, surroundings: TransformSurroundings): Diagnostic[] {
  if (step.config === null || (step.role !== 'transform' && step.role !== 'checkpoint')) return [];
  const found = askMapping(step, surroundings);
  // Of records nobody has described every field would be called unknown.
  return isUnknown(surroundings.source) ? found.filter((one) => one.code !== unknownField) : found;
}

const unknownField = 'mapping.unknown-source-field';

function askMapping(step: Step, { source, target, tables }: TransformSurroundings): Diagnostic[] {
  if (isMap(step)) {
    // The map step's own definition parsed this config, so it is one.
    return stamp(step, checkMapping(step.config as MapConfig, { source, target, tables }), '');
  }
  return conditionsOf(step).flatMap(({ path, condition }) =>
    stamp(step, checkCondition(condition, source), path),
  );
}

interface PlacedCondition {
  path: string;
  condition: Condition;
}

/** A filter and a crossing have one condition in `where`, a branch one in each of its `paths`. */
function conditionsOf({ node, config }: Step): PlacedCondition[] {
  // As above: the step's own definition parsed them.
  if (node.type === 'filter' || node.type === 'crossing')
    return [{ path: 'where', condition: config?.where as Condition }];
  if (node.type !== 'branch' || !Array.isArray(config?.paths)) return [];
  const ways = config.paths as { where: Condition }[];
  return ways.map(({ where }, index) => ({ path: `paths.${index}.where`, condition: where }));
}

function stamp(step: Step, diagnostics: Diagnostic[], base: string): Diagnostic[] {
  return diagnostics.map((one) => {
    const path = [base, one.path ?? ''].filter((part) => part !== '').join('.');
    return { ...one, node: step.name, ...(path === '' ? {} : { path }) };
  });
}

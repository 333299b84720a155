import {
  type CompiledMapping,
  compileMapping,
  type MapConfig,
  type MappingFailure,
  type MappingResult,
} from '@syncline/mapping';
import { mainPort, type PlanStep, type RecordSchema, type SyncErrorCode } from '@syncline/model';
import {
  emptyResult,
  type FailedItem,
  type Item,
  internalFailure,
  type Operator,
  type OperatorEnv,
  type StepResult,
} from './operator.ts';
import { inputSchema, targetSchema } from './stepSchemas.ts';

/** Turns records into those of the destination by the table of the map step. */
export function mapOperator(step: PlanStep, { plan, now, expressions }: OperatorEnv): Operator {
  // The compiler parsed it by the node's own schema.
  const config = step.config as MapConfig;
  const env = {
    tables: plan.tables,
    source: inputSchema(plan, step.node),
    target: targetSchema(plan, step.node),
    now,
  };
  const upserts = compileMapping(config, env);
  const deletes = compileMapping(forDeletes(config), { ...env, target: withoutDuties(env.target) });

  const put = (result: StepResult, mapping: CompiledMapping, item: Item, mapped: MappingResult) => {
    if (mapped.verdict !== 'ok') {
      if (mapped.verdict === 'skip') result.filtered.push(item);
      else result.failed.push(failureOf(item, mapped.failures));
      return;
    }
    const key = mapping.identity(item.record);
    // Of a delete the ledger still knows the name.
    if (key === null && item.change.op === 'upsert') {
      const message = 'The field that identifies the record is empty';
      result.failed.push({ item, code: 'source.no-key', field: null, message });
      return;
    }
    const { place, change } = item;
    result.output
      .get(mainPort)
      ?.push({ place, key: key === undefined ? item.key : (key ?? ''), change, record: mapped.record });
    result.left += 1;
  };

  const mappingOf = (item: Item) => (item.change.op === 'delete' ? deletes : upserts);

  const mapOne = (result: StepResult, item: Item) => {
    try {
      const mapping = mappingOf(item);
      put(result, mapping, item, mapping.apply(item.record));
    } catch (thrown) {
      result.failed.push(internalFailure(item, thrown));
    }
  };

  const mapSlowly = async (result: StepResult, input: Item[]) => {
    for (const mapping of [upserts, deletes]) {
      const items = input.filter((item) => mappingOf(item) === mapping);
      if (items.length === 0) continue;
      const mapped = await mapping.applyAll(
        items.map(({ record }) => record),
        expressions,
      );
      items.forEach((item, index) => {
        const one = mapped[index];
        if (one === undefined)
          result.failed.push(internalFailure(item, 'the expression host gave no answer'));
        else put(result, mapping, item, one);
      });
    }
    const items = result.output.get(mainPort);
    items?.sort((a, b) => a.place - b.place);
    return result;
  };

  return (input) => {
    const result = emptyResult(input, [mainPort]);
    if (upserts.slow) return mapSlowly(result, input);
    for (const item of input) mapOne(result, item);
    return result;
  };
}

function failureOf(item: Item, [first]: MappingFailure[]): FailedItem {
  const message = first?.message ?? 'The record does not fit';
  return { item, code: knownCode(first?.code ?? ''), field: first?.field ?? null, message };
}

/** A delete often brings the key fields only: what is missing is no reason to keep the record alive elsewhere. */
function forDeletes(config: MapConfig): MapConfig {
  const fields = config.fields.map(({ required: _, ...row }) => ({
    ...row,
    otherwise: 'skip-field' as const,
  }));
  return { ...config, fields };
}

function withoutDuties(target: RecordSchema | null): RecordSchema | null {
  if (target === null) return null;
  return { ...target, fields: target.fields.map((field) => ({ ...field, required: false, nullable: true })) };
}

function knownCode(code: string): SyncErrorCode {
  if (code === 'mapping.missing-value' || code === 'mapping.required') return 'mapping.required';
  if (code.startsWith('mapping.expression')) return 'mapping.expression';
  return 'mapping.failed';
}

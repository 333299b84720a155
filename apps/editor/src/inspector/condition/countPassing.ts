import { ConditionError, compileCondition, conditionSchema } from '@syncline/mapping';
import type { DataRecord, RecordSchema } from '@syncline/model';

export type Passing =
  | { kind: 'counted'; passed: boolean[] }
  /** Not decided here: incomplete, or an expression only the server runs. */
  | { kind: 'unknown'; why: string };

/** Which of the samples a condition lets through, as the engine would decide it. */
export function countPassing(
  condition: unknown,
  source: RecordSchema,
  records: readonly DataRecord[],
): Passing {
  const parsed = conditionSchema.safeParse(condition);
  if (!parsed.success) return { kind: 'unknown', why: 'The condition is not complete yet.' };
  try {
    const compiled = compileCondition(parsed.data, { source });
    if (compiled.slow)
      return { kind: 'unknown', why: 'This expression runs on the server. Test this step to see.' };
    return { kind: 'counted', passed: records.map((record) => decide(compiled.test, record)) };
  } catch (error) {
    return {
      kind: 'unknown',
      why: error instanceof Error ? error.message : 'The condition can not be read.',
    };
  }
}

/** A record the expression fails for does not pass; the engine sends it to failed. */
function decide(test: (record: DataRecord) => boolean, record: DataRecord): boolean {
  try {
    return test(record);
  } catch (error) {
    if (error instanceof ConditionError) return false;
    throw error;
  }
}

import type { DataRecord, Value } from '@syncline/model';
import { compileExpression } from '../expression/compileExpression.ts';
import { ExpressionError, truthOf } from '../expression/data.ts';
import type { ExpressionHost } from '../expression/evaluateGuarded.ts';
import type { Condition } from '../fieldTable.ts';
import type { MappingEnv } from '../mapping/mappingEnv.ts';
import { compileTest, type RecordTest } from './compileTest.ts';

/** A record a condition can't be decided for: its expression failed. */
export class ConditionError extends Error {
  override name = 'ConditionError';
  readonly code = 'mapping.expression-failed';
}

export interface CompiledCondition {
  /**
   * @throws ConditionError when the expression fails for this record, Error when the condition is `slow`.
   */
  test: (record: DataRecord) => boolean;
  /** The expression needs the expression host. */
  slow: boolean;
  /** Decides a page; a record the expression fails for has the error in its place. */
  testAll: (records: DataRecord[], host: ExpressionHost | null) => Promise<(boolean | ConditionError)[]>;
}

/**
 * Compiles the condition of a filter or of a branch path.
 *
 * @throws Error when it can't be read. Ask `checkCondition` first for all problems at once.
 * @example
 * const vip = compileCondition({ match: 'all', tests: [{ field: 'spent', is: 'greater', value: 1000, ignoreCase: true }] }, env);
 * vip.test({ spent: '1000.01' }) // true
 */
export function compileCondition(
  condition: Condition,
  env: Pick<MappingEnv, 'source'> & Partial<Pick<MappingEnv, 'now'>>,
): CompiledCondition {
  if ('expression' in condition) return compileExpressionCondition(condition.expression, env.now);
  const tests = condition.tests.map((test) => compileTest(test, env.source));
  return fromTest(condition.match === 'any' ? anyOf(tests) : allOf(tests));
}

const allOf =
  (tests: RecordTest[]): RecordTest =>
  (record) =>
    tests.every((holds) => holds(record));

const anyOf =
  (tests: RecordTest[]): RecordTest =>
  (record) =>
    tests.some((holds) => holds(record));

function fromTest(test: RecordTest): CompiledCondition {
  return { test, slow: false, testAll: async (records) => records.map((record) => decide(test, record)) };
}

function decide(test: RecordTest, record: DataRecord): boolean | ConditionError {
  try {
    return test(record);
  } catch (error) {
    if (error instanceof ConditionError) return error;
    throw error;
  }
}

function compileExpressionCondition(text: string, now: (() => Date) | undefined): CompiledCondition {
  const compiled = compileExpression(text, now === undefined ? {} : { now });
  switch (compiled.kind) {
    case 'invalid':
      throw new Error(`The expression can’t be used: ${compiled.issues[0]?.message}`);
    case 'fast':
      return fromTest((record) => {
        try {
          return isTrue(compiled.evaluate(record));
        } catch (error) {
          if (error instanceof ExpressionError) throw new ConditionError(error.message);
          throw error;
        }
      });
    case 'slow':
      return slowCondition(text);
  }
}

function slowCondition(text: string): CompiledCondition {
  return {
    slow: true,
    test: () => {
      throw new Error('This condition has an expression that needs the expression host: use testAll.');
    },
    testAll: async (records, host) => {
      if (host === null) {
        throw new Error(
          'This condition has an expression that needs the expression host, and there is none.',
        );
      }
      const answers = await host.evaluateAll(text, records);
      return answers.map((answer) => (answer.ok ? isTrue(answer.value) : new ConditionError(answer.message)));
    },
  };
}

/** An answer counts as in JSONata itself: 0, blank, empty and missing are no. */
const isTrue = (value: Value | undefined): boolean => truthOf(value) === true;

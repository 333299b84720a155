import type { DataRecord, Value } from '@syncline/model';
import { type ExpressionIssue, parseExpression } from './ast.ts';
import { builtinsWith } from './builtins/builtins.ts';
import { checkFunctions } from './checkFunctions.ts';
import { compileNode, type Evaluator, OutsideSubset, RefusedExpression } from './compileNode.ts';
import { type Data, ExpressionError, startBudget } from './data.ts';
import { plainValue } from './plainValue.ts';

export type CompiledExpression =
  /** `evaluate` throws ExpressionError when it can't go on with a record. */
  | { kind: 'fast'; evaluate: (record: DataRecord) => Value | undefined }
  /** Valid, but only the interpreter in an expression host runs it. */
  | { kind: 'slow'; evaluate?: never }
  | { kind: 'invalid'; issues: ExpressionIssue[]; evaluate?: never };

const systemClock = (): Date => new Date();

/**
 * Compiles a JSONata expression to closures, when it keeps to what can be bounded: paths, operators, conditions,
 * constructors, filters, variables in blocks and the pure built-in functions. Lambdas, ranges, sorting by a term,
 * grouping and the like are `slow`.
 *
 * @example
 * const full = compileExpression('first & " " & last');
 * if (full.kind === 'fast') full.evaluate({ first: 'Ada', last: 'Lovelace' }) // 'Ada Lovelace'
 */
export function compileExpression(text: string, options: { now?: () => Date } = {}): CompiledExpression {
  const parsed = parseExpression(text);
  const builtins = builtinsWith(options.now ?? systemClock);
  const invalid = (issues: ExpressionIssue[]): CompiledExpression => ({
    kind: 'invalid',
    issues: issues.map((issue) => pointAt(issue, text)),
  });
  if (!parsed.ok) return invalid(parsed.issues);
  try {
    const issues = checkFunctions(parsed.ast, new Set(builtins.keys()));
    if (issues.length > 0) return invalid(issues);
    return { kind: 'fast', evaluate: evaluatorOf(compileNode(parsed.ast, { builtins })) };
  } catch (error) {
    if (error instanceof OutsideSubset) return { kind: 'slow' };
    if (error instanceof RefusedExpression) {
      return invalid([{ message: error.message, position: error.position, token: error.token }]);
    }
    if (error instanceof RangeError) {
      return invalid([{ message: 'The expression is nested too deeply.', position: 0, token: '' }]);
    }
    throw error;
  }
}

function evaluatorOf(run: Evaluator): (record: DataRecord) => Value | undefined {
  return (record) => {
    startBudget();
    const input: Data = record;
    try {
      return plainValue(run(input, { record: input, variables: null, parent: null }));
    } catch (error) {
      if (error instanceof RangeError) throw new ExpressionError('S1004', 'The data is nested too deeply');
      throw error;
    }
  };
}

/** The parser counts to the end of the token it stumbled over; people look for its beginning. */
function pointAt(issue: ExpressionIssue, text: string): ExpressionIssue {
  const { token } = issue;
  if (token === '') return issue;
  for (const [before, after] of [
    ['', ''],
    ['"', '"'],
    ["'", "'"],
    ['/', '/'],
  ]) {
    const written = `${before}${token}${after}`;
    const start = issue.position - written.length;
    if (text.slice(start, issue.position) !== written) continue;
    return { ...issue, position: text[start - 1] === '$' ? start - 1 : start };
  }
  return issue;
}

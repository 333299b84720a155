import { compilePattern, type Pattern } from '../values/pattern.ts';
import type { ExpressionNode } from './ast.ts';
import {
  type CompileContext,
  compileNode,
  type Evaluator,
  OutsideSubset,
  present,
  RefusedExpression,
  type Scope,
} from './compileNode.ts';
import type { Argument, Data } from './data.ts';

type ArgumentEvaluator = (input: Data, scope: Scope) => Argument;

/**
 * A call of a built-in function.
 *
 * @param piped what stands left of `~>` and becomes the first argument.
 */
export function compileCall(
  node: ExpressionNode,
  context: CompileContext,
  piped: Evaluator | null,
): Evaluator {
  const { name, run, signature, patterns } = builtinOf(present(node.procedure), context);
  const args: ArgumentEvaluator[] = piped === null ? [] : [piped];
  for (const argument of present(node.arguments)) {
    const place = args.length;
    args.push(
      argument.type === 'regex'
        ? patternArgument(argument, patterns.includes(place))
        : compileNode(argument, context),
    );
  }
  // What takes more arguments than it does here (`$fromMillis` with a picture) is the interpreter's.
  if (args.length > signature.size) throw new OutsideSubset(`more arguments of ${name}`);
  return (input, scope) => {
    const values: Argument[] = [];
    for (const evaluate of args) values.push(evaluate(input, scope));
    return run(...signature.place(name, values, input));
  };
}

/** `value ~> $function` and `value ~> $function(more)`. */
export function compileChain(node: ExpressionNode, context: CompileContext): Evaluator {
  const { lhs, rhs } = node;
  if (lhs === undefined || rhs === undefined || Array.isArray(lhs) || Array.isArray(rhs))
    throw new OutsideSubset('chain');
  const left = compileNode(lhs, context);
  if (rhs.predicate !== undefined || rhs.group !== undefined) throw new OutsideSubset('chain');
  if (rhs.type === 'function') return compileCall(rhs, context, left);
  const { name, run, signature } = builtinOf(rhs, context);
  // Applied without a call there is no context that could stand in for an argument.
  return (input, scope) => run(...signature.place(name, [left(input, scope)], null));
}

function builtinOf(procedure: ExpressionNode, context: CompileContext) {
  if (procedure.type !== 'variable' || procedure.predicate !== undefined)
    throw new OutsideSubset('a computed function');
  const name = String(procedure.value);
  const found = context.builtins.get(name);
  if (found === undefined) throw new OutsideSubset(`function ${name}`);
  return { name, ...found };
}

function patternArgument(node: ExpressionNode, allowed: boolean): ArgumentEvaluator {
  const { value } = node;
  // Behind `??` the parser hands on a copy in which the expression is lost.
  if (!allowed || !(value instanceof RegExp) || node.predicate !== undefined)
    throw new OutsideSubset('a regular expression as a value');
  const pattern = patternOf(value, node);
  return () => pattern;
}

/** @throws RefusedExpression when the linear engine can't run the regular expression. */
export function patternOf(regex: RegExp, node: ExpressionNode): Pattern {
  try {
    return compilePattern(regex.source, regex.flags);
  } catch (error) {
    if (error instanceof SyntaxError) throw new RefusedExpression(`${error.message}.`, node, regex.source);
    throw error;
  }
}

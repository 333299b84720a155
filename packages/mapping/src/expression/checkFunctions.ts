import type { ExpressionIssue, ExpressionNode } from './ast.ts';
import { nodesOf } from './ast.ts';
import { interpretedFunctions } from './builtins/builtins.ts';
import { patternOf } from './compileCall.ts';
import { RefusedExpression } from './compileNode.ts';

/**
 * What the parser lets pass and must not: unknown functions, `$eval`, regular expressions with look-around.
 *
 * @param known names of the functions that run here.
 */
export function checkFunctions(ast: ExpressionNode, known: ReadonlySet<string>): ExpressionIssue[] {
  const nodes = [...nodesOf(ast)];
  const defined = new Set(nodes.flatMap(definedNames));
  const issues: ExpressionIssue[] = [];
  for (const node of nodes) {
    const issue = issueOf(node, defined, known);
    if (issue !== null && !issues.some((other) => other.position === issue.position)) issues.push(issue);
  }
  return issues;
}

function definedNames(node: ExpressionNode): string[] {
  if (node.type === 'bind' && node.lhs !== undefined && !Array.isArray(node.lhs))
    return [String(node.lhs.value)];
  if (node.type === 'lambda') return (node.arguments ?? []).map(({ value }) => String(value));
  return [];
}

function issueOf(
  node: ExpressionNode,
  defined: ReadonlySet<string>,
  known: ReadonlySet<string>,
): ExpressionIssue | null {
  if (node.type === 'regex' && node.value instanceof RegExp) {
    try {
      patternOf(node.value, node);
    } catch (error) {
      if (error instanceof RefusedExpression)
        return { message: error.message, position: error.position, token: error.token };
      throw error;
    }
  }
  if (node.type === 'variable' && node.value === 'eval') return evalRefused(node);
  const called = node.type === 'function' || node.type === 'partial' ? node.procedure : undefined;
  if (called === undefined) return null;
  const name = String(called.value);
  if (called.type === 'variable' && name === 'eval') return evalRefused(called);
  if (
    called.type === 'variable' &&
    name !== '' &&
    !defined.has(name) &&
    !known.has(name) &&
    !interpretedFunctions.has(name)
  ) {
    return { message: `There is no function $${name}.`, position: called.position ?? 0, token: name };
  }
  const [step] = called.type === 'path' ? (called.steps ?? []) : [];
  if (step?.type === 'name' && (called.steps?.length ?? 0) === 1) {
    return {
      message: `Functions start with $: write $${step.value}.`,
      position: step.position ?? 0,
      token: String(step.value),
    };
  }
  return null;
}

function evalRefused(node: ExpressionNode): ExpressionIssue {
  return {
    message: '$eval is not available: an expression must be readable before it runs.',
    position: node.position ?? 0,
    token: 'eval',
  };
}

import { formatPath, type Path } from '../path/path.ts';
import { childrenOf, type ExpressionNode, parseExpression } from './ast.ts';

/** These may touch any field, so nothing can be said beforehand. */
const readEverything: ReadonlySet<string> = new Set([
  'lookup',
  'each',
  'keys',
  'sift',
  'spread',
  'eval',
  'merge',
  'clone',
]);
const dynamicNodes: ReadonlySet<string> = new Set(['wildcard', 'descendant', 'parent', 'transform']);

class Dynamic extends Error {}

/**
 * The source paths an expression reads, without running it: `['address.city', 'name']`. A path stands for everything
 * below it.
 *
 * @returns 'dynamic' when it may read any field, or can't be parsed.
 * @example expressionFields('first & " " & address.city') // ['address.city', 'first']
 */
export function expressionFields(text: string): string[] | 'dynamic' {
  const parsed = parseExpression(text);
  if (!parsed.ok) return 'dynamic';
  const found = new Set<string>();
  try {
    visit(parsed.ast, [], found);
  } catch (error) {
    if (error instanceof Dynamic || error instanceof RangeError) return 'dynamic';
    throw error;
  }
  return [...found].sort();
}

/** @returns the path the node's own result comes from, or null when it is computed. */
function visit(node: ExpressionNode, context: Path | null, found: Set<string>): Path | null {
  if (dynamicNodes.has(node.type)) throw new Dynamic();
  if (node.type === 'path') return visitPath(node, context, found);
  if (node.type === 'variable') return visitVariable(node, context, found);
  const name = node.procedure?.type === 'variable' ? String(node.procedure.value) : '';
  if (readEverything.has(name)) throw new Dynamic();
  for (const child of childrenOf(node)) {
    if (child !== node.procedure || child.type !== 'variable') visit(child, context, found);
  }
  return null;
}

function visitVariable(node: ExpressionNode, context: Path | null, found: Set<string>): Path | null {
  for (const { expr } of node.predicate ?? []) visit(expr, null, found);
  if (node.value === '$') return read([], found);
  return node.value === '' && context !== null ? read(context, found) : null;
}

function visitPath(node: ExpressionNode, context: Path | null, found: Set<string>): Path | null {
  let at = context;
  const steps = node.steps ?? [];
  for (const [index, step] of steps.entries()) {
    if (step.type === 'name') at = at === null ? null : [...at, String(step.value)];
    else if (step.type === 'variable' && steps.length > index + 1)
      at = step.value === '$' ? [] : step.value === '' ? at : null;
    else if (step.type === 'sort')
      for (const { expression } of step.terms ?? []) visit(expression, at, found);
    else at = visit(step, at, found);
    for (const { expr } of [...(step.stages ?? []), ...(step.predicate ?? [])]) visit(expr, at, found);
  }
  for (const [key, value] of node.group?.lhs ?? []) {
    visit(key, at, found);
    visit(value, at, found);
  }
  return at === null ? null : read(at, found);
}

/** The whole record read at once is every field of it. */
function read(path: Path, found: Set<string>): Path {
  if (path.length === 0) throw new Dynamic();
  found.add(formatPath(path));
  return path;
}

import jsonata from 'jsonata';

/** What is wrong with an expression, and where. `position` counts characters from 0. */
export interface ExpressionIssue {
  message: string;
  position: number;
  token: string;
}

/** A node of JSONata's syntax tree, as far as it is read here. The package's own type leaves half of the members out. */
export interface ExpressionNode {
  type: string;
  value?: unknown;
  position?: number;
  steps?: ExpressionNode[];
  expressions?: ExpressionNode[];
  expression?: ExpressionNode;
  /** Pairs of a constructor; the left side of an operator. */
  lhs?: ExpressionNode | [ExpressionNode, ExpressionNode][];
  rhs?: ExpressionNode | ExpressionNode[];
  condition?: ExpressionNode;
  then?: ExpressionNode;
  else?: ExpressionNode;
  procedure?: ExpressionNode;
  arguments?: ExpressionNode[];
  body?: ExpressionNode;
  predicate?: { type: string; expr: ExpressionNode }[];
  stages?: { type: string; expr: ExpressionNode }[];
  terms?: { expression: ExpressionNode }[];
  group?: { lhs: [ExpressionNode, ExpressionNode][] };
  pattern?: ExpressionNode;
  update?: ExpressionNode;
  delete?: ExpressionNode;
  keepArray?: boolean;
  keepSingletonArray?: boolean;
  consarray?: boolean;
  tuple?: boolean;
  focus?: string;
  index?: string;
}

export type ParsedExpression = { ok: true; ast: ExpressionNode } | { ok: false; issues: ExpressionIssue[] };

/** The parser copies the left side of each of these, so nested ones would double the tree with every level. */
const mostFallbacks = 10;
const longestExpression = 4000;

/** Parses an expression with the JSONata package. Never throws. */
export function parseExpression(text: string): ParsedExpression {
  if (text.length > longestExpression) {
    return invalid(`The expression is longer than ${longestExpression} characters.`, longestExpression);
  }
  const fallbacks = [...text.matchAll(/\?\?|\?:/g)];
  if (fallbacks.length > mostFallbacks) {
    return invalid(
      `Use at most ${mostFallbacks} of ?? and ?: in one expression.`,
      fallbacks[mostFallbacks]?.index ?? 0,
      '??',
    );
  }
  try {
    // The cast adds members the package documents but its type forgets; each one is checked where it is read.
    return { ok: true, ast: jsonata(text).ast() as unknown as ExpressionNode };
  } catch (error) {
    return { ok: false, issues: [issueOf(error, text)] };
  }
}

function invalid(message: string, position: number, token = ''): ParsedExpression {
  return { ok: false, issues: [{ message, position, token }] };
}

function issueOf(error: unknown, text: string): ExpressionIssue {
  if (error instanceof RangeError)
    return { message: 'The expression is nested too deeply.', position: 0, token: '' };
  if (error instanceof SyntaxError) return regexIssue(error, text);
  const found: { message?: unknown; position?: unknown; token?: unknown } =
    typeof error === 'object' && error !== null ? error : {};
  return {
    message: typeof found.message === 'string' ? found.message : 'The expression can’t be read.',
    position: typeof found.position === 'number' ? found.position : 0,
    token: found.token === undefined ? '' : String(found.token),
  };
}

/** JavaScript reads regular expressions for the parser; its message is the only trace of where one stood. */
function regexIssue(error: SyntaxError, text: string): ExpressionIssue {
  const [, regex = '', reason = error.message] = /: (\/.*\/)[a-z]*: (.*)$/s.exec(error.message) ?? [];
  const position = Math.max(0, text.indexOf(regex));
  return { message: `The regular expression can't be read: ${reason}`, position, token: '' };
}

/** Every node below and including this one. */
export function* nodesOf(node: ExpressionNode): Generator<ExpressionNode> {
  yield node;
  for (const child of childrenOf(node)) yield* nodesOf(child);
}

/** The nodes right below a node, whatever member holds them. */
export function childrenOf(node: ExpressionNode): ExpressionNode[] {
  const { lhs, rhs } = node;
  const children: (ExpressionNode | undefined)[] = [
    ...(node.steps ?? []),
    ...(node.expressions ?? []),
    node.expression,
    ...(Array.isArray(lhs) ? lhs.flat() : [lhs]),
    ...(Array.isArray(rhs) ? rhs : [rhs]),
    node.condition,
    node.then,
    node.else,
    node.procedure,
    ...(node.arguments ?? []),
    node.body,
    ...(node.predicate ?? []).map((filter) => filter.expr),
    ...(node.stages ?? []).map((filter) => filter.expr),
    ...(node.terms ?? []).map((term) => term.expression),
    ...(node.group?.lhs.flat() ?? []),
    node.pattern,
    node.update,
    node.delete,
  ];
  return children.filter((child) => child !== undefined);
}

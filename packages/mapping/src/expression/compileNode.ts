import type { ExpressionNode } from './ast.ts';
import type { Builtin } from './builtins/builtin.ts';
import { interpretedFunctions } from './builtins/builtins.ts';
import { compileCall, compileChain } from './compileCall.ts';
import { compileList, compileObject } from './compileConstructor.ts';
import { compileFilter } from './compileFilter.ts';
import { compileOperator } from './compileOperator.ts';
import { compilePathNode } from './compilePathNode.ts';
import { type Data, ExpressionError, isNumber, settle, truthOf } from './data.ts';

/** What a name in an expression can mean: the record, and the variables set so far. */
export interface Scope {
  record: Data;
  variables: Map<string, Data> | null;
  parent: Scope | null;
}

export type Evaluator = (input: Data, scope: Scope) => Data;

/** What the compiler knows while it goes down the tree. */
export interface CompileContext {
  builtins: ReadonlyMap<string, Builtin>;
}

/** Thrown while compiling: the interpreter has to run this expression. */
export class OutsideSubset extends Error {
  override name = 'OutsideSubset';
}

/** Thrown while compiling: nothing may run this expression. */
export class RefusedExpression extends Error {
  override name = 'RefusedExpression';
  readonly position: number;
  readonly token: string;

  constructor(message: string, node: ExpressionNode, token: string) {
    super(message);
    this.position = node.position ?? 0;
    this.token = token;
  }
}

/** A part the grammar promises. Absent only if the package changes its tree, and then the interpreter takes over. */
export function present<T>(part: T | undefined): T {
  if (part === undefined) throw new OutsideSubset('an unknown form of syntax tree');
  return part;
}

/** @throws OutsideSubset or RefusedExpression. */
export function compileNode(node: ExpressionNode, context: CompileContext): Evaluator {
  if (node.group !== undefined || node.tuple || node.focus !== undefined || node.index !== undefined) {
    throw new OutsideSubset('grouping or binding');
  }
  const evaluate = compileBare(node, context);
  const keepArray = node.keepArray === true;
  const filters = (node.predicate ?? []).map(({ expr }) => compileFilter(expr, context));
  if (filters.length > 0) {
    return (input, scope) => {
      let result = evaluate(input, scope);
      for (const filter of filters) result = filter(result, scope);
      return settle(result, keepArray);
    };
  }
  if (neverSequences.has(node.type)) return evaluate;
  return (input, scope) => settle(evaluate(input, scope), keepArray);
}

/** Kinds of node whose own result never is a sequence. */
const neverSequences: ReadonlySet<string> = new Set(['string', 'number', 'value', 'binary', 'unary']);

function compileBare(node: ExpressionNode, context: CompileContext): Evaluator {
  switch (node.type) {
    case 'path':
      return compilePathNode(node, context);
    case 'binary':
      return compileOperator(node, context);
    case 'unary':
      return compileUnary(node, context);
    case 'string':
    case 'number':
    case 'value':
      return compileLiteral(node.value);
    case 'condition':
      return compileCondition(node, context);
    case 'block':
      return compileBlock(node, context);
    case 'function':
      return compileCall(node, context, null);
    case 'apply':
      return compileChain(node, context);
    case 'variable':
      return compileVariable(node, context);
    default:
      throw new OutsideSubset(node.type);
  }
}

function compileLiteral(value: unknown): Evaluator {
  if (
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    value === null
  ) {
    return () => value;
  }
  throw new OutsideSubset('literal');
}

function compileUnary(node: ExpressionNode, context: CompileContext): Evaluator {
  if (node.value === '[') return compileList(node, context);
  if (node.value === '{') return compileObject(node, context);
  const evaluate = compileNode(present(node.expression), context);
  return (input, scope) => {
    const value = evaluate(input, scope);
    if (value === undefined) return undefined;
    if (!isNumber(value)) throw new ExpressionError('D1002', 'Only a number can have a minus before it');
    return -value;
  };
}

function compileCondition(node: ExpressionNode, context: CompileContext): Evaluator {
  const test = compileNode(present(node.condition), context);
  const then = compileNode(present(node.then), context);
  const otherwise = node.else === undefined ? () => undefined : compileNode(node.else, context);
  return (input, scope) => (truthOf(test(input, scope)) ? then(input, scope) : otherwise(input, scope));
}

/** A block opens a scope of its own. Variables are set by its statements only, never in the middle of one. */
function compileBlock(node: ExpressionNode, context: CompileContext): Evaluator {
  const statements = present(node.expressions).map((statement) => compileStatement(statement, context));
  const setsVariables = present(node.expressions).some(({ type }) => type === 'bind');
  const [only] = statements;
  if (statements.length === 1 && only !== undefined && !setsVariables) return only;
  return (input, scope) => {
    const inner = setsVariables
      ? { record: scope.record, variables: new Map<string, Data>(), parent: scope }
      : scope;
    let result: Data;
    for (const statement of statements) result = statement(input, inner);
    return result;
  };
}

function compileStatement(node: ExpressionNode, context: CompileContext): Evaluator {
  if (node.type !== 'bind') return compileNode(node, context);
  const { lhs, rhs } = node;
  if (lhs === undefined || Array.isArray(lhs) || rhs === undefined || Array.isArray(rhs)) {
    throw new OutsideSubset('binding');
  }
  const name = String(lhs.value);
  if (name === '' || name === '$' || isFunctionName(name, context))
    throw new OutsideSubset('a redefined function');
  const evaluate = compileNode(rhs, context);
  return (input, scope) => {
    const value = evaluate(input, scope);
    scope.variables?.set(name, value);
    return value;
  };
}

function compileVariable(node: ExpressionNode, context: CompileContext): Evaluator {
  const name = String(node.value);
  if (name === '') return (input) => input;
  if (name === '$') return (_, scope) => scope.record;
  // A function without a call is a value of its own, which only the interpreter has.
  if (isFunctionName(name, context)) throw new OutsideSubset('a function as a value');
  return (_, scope) => {
    for (let at: Scope | null = scope; at !== null; at = at.parent) {
      if (at.variables?.has(name)) return at.variables.get(name);
    }
    return undefined;
  };
}

function isFunctionName(name: string, context: CompileContext): boolean {
  return context.builtins.has(name) || interpretedFunctions.has(name);
}

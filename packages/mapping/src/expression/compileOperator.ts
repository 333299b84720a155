import type { ExpressionNode } from './ast.ts';
import { stringOf } from './builtins/textFunctions.ts';
import { type CompileContext, compileNode, type Evaluator, OutsideSubset } from './compileNode.ts';
import { capText, charge, type Data, ExpressionError, isNumber, sameData, truthOf } from './data.ts';

type Operation = (left: Data, right: Data) => Data;

const arithmetic: Record<string, (left: number, right: number) => number> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
};

const comparisons: Record<string, (left: string | number, right: string | number) => boolean> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

/** Operators between two values. Ranges stay with the interpreter. */
export function compileOperator(node: ExpressionNode, context: CompileContext): Evaluator {
  const { lhs, rhs, value } = node;
  if (lhs === undefined || rhs === undefined || Array.isArray(lhs) || Array.isArray(rhs)) {
    throw new OutsideSubset('operator');
  }
  const sign = String(value);
  if (!(sign === 'and' || sign === 'or' || operations.has(sign))) throw new OutsideSubset(`operator ${sign}`);
  const left = compileNode(lhs, context);
  const right = compileNode(rhs, context);
  if (sign === 'and') return (input, scope) => isTrue(left(input, scope)) && isTrue(right(input, scope));
  if (sign === 'or') return (input, scope) => isTrue(left(input, scope)) || isTrue(right(input, scope));
  const operation = operations.get(sign);
  if (operation === undefined) throw new OutsideSubset(`operator ${sign}`);
  return (input, scope) => operation(left(input, scope), right(input, scope));
}

const isTrue = (value: Data): boolean => truthOf(value) === true;

const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ...Object.entries(arithmetic).map(([sign, run]): [string, Operation] => [sign, calculate(sign, run)]),
  ...Object.entries(comparisons).map(([sign, run]): [string, Operation] => [sign, compare(sign, run)]),
  ['=', (left, right) => left !== undefined && right !== undefined && sameData(left, right)],
  ['!=', (left, right) => left !== undefined && right !== undefined && !sameData(left, right)],
  ['&', concatenate],
  ['in', isAmong],
]);

function calculate(sign: string, run: (left: number, right: number) => number): Operation {
  return (left, right) => {
    if (left !== undefined && !isNumber(left))
      throw new ExpressionError('T2001', `What stands left of ${sign} is not a number`);
    if (right !== undefined && !isNumber(right))
      throw new ExpressionError('T2002', `What stands right of ${sign} is not a number`);
    return left === undefined || right === undefined ? undefined : run(left, right);
  };
}

function compare(sign: string, run: (left: string | number, right: string | number) => boolean): Operation {
  return (left, right) => {
    if (!isComparable(left) || !isComparable(right)) {
      throw new ExpressionError('T2010', `Only numbers and texts can be compared with ${sign}`);
    }
    if (left === undefined || right === undefined) return undefined;
    if (typeof left !== typeof right) {
      throw new ExpressionError('T2009', `A number and a text can’t be compared with ${sign}`);
    }
    return run(left, right);
  };
}

function isComparable(value: Data): value is string | number | undefined {
  return value === undefined || typeof value === 'string' || typeof value === 'number';
}

function concatenate(left: Data, right: Data): string {
  const first = stringOf(left) ?? '';
  const second = stringOf(right) ?? '';
  capText(first.length + second.length);
  return first + second;
}

function isAmong(item: Data, list: Data): boolean {
  if (item === undefined || list === undefined) return false;
  if (!Array.isArray(list)) return item === list;
  charge(list.length);
  return list.includes(item);
}

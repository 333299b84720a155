import { type Data, ExpressionError, truthOf } from '../data.ts';
import { anything, type Builtin, builtin, listOf, number, optional, orContext } from './builtin.ts';

type Count = number | undefined;

const onNumber = (change: (value: number) => number): Builtin =>
  builtin([orContext(number)], (value: Count) => (value === undefined ? undefined : change(value)));

const onNumbers = (change: (values: number[]) => Count): Builtin =>
  builtin([listOf('n')], (values: number[] | undefined) =>
    values === undefined ? undefined : change(values),
  );

const numberShape = /^-?\d+(\.\d+)?([Ee][-+]?\d+)?$/;
/** Anchored as loosely as the reference has it, so that both give the same. */
const otherBases = /^(0[xX][0-9A-Fa-f]+)|(0[oO][0-7]+)|(0[bB][0-1]+)$/;

function numberOf(value: Data): Count {
  if (value === undefined || typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') {
    if (numberShape.test(value) && Number.isFinite(Number(value))) return Number.parseFloat(value);
    if (otherBases.test(value)) return Number(value);
  }
  throw new ExpressionError('D3030', 'The value can’t be read as a number');
}

/** Moves the decimal point through text: multiplying by a power of ten would add an error of its own. */
function movePoint(value: number, places: number): number {
  const [digits = '', exponent = '0'] = value.toString().split('e');
  return Number(`${digits}e${Number(exponent) + places}`);
}

/** Rounds half to even, as JSONata does. The step `round` rounds half away from zero. */
function roundEven(value: number, digits: number): number {
  const moved = digits ? movePoint(value, digits) : value;
  let rounded = Math.round(moved);
  if (Math.abs(rounded - moved) === 0.5 && Math.abs(rounded % 2) === 1) rounded -= 1;
  const result = digits ? movePoint(rounded, -digits) : rounded;
  return Object.is(result, -0) ? 0 : result;
}

function power(base: Count, exponent: Count): Count {
  if (base === undefined) return undefined;
  const result = base ** (exponent ?? Number.NaN);
  if (!Number.isFinite(result)) throw new ExpressionError('D3061', 'The power is too large for a number');
  return result;
}

function root(value: number): number {
  if (value < 0) throw new ExpressionError('D3060', 'A number below zero has no square root');
  return Math.sqrt(value);
}

function formatBase(value: Count, base: Count): Data {
  if (value === undefined) return undefined;
  const radix = base === undefined ? 10 : roundEven(base, 0);
  if (radix < 2 || radix > 36) throw new ExpressionError('D3100', 'A base is between 2 and 36');
  return roundEven(value, 0).toString(radix);
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

export const numberFunctions = {
  number: builtin([orContext({ kinds: 'nsbm' })], numberOf),
  floor: onNumber(Math.floor),
  ceil: onNumber(Math.ceil),
  abs: onNumber(Math.abs),
  sqrt: onNumber(root),
  round: builtin([orContext(number), optional(number)], (value: Count, digits: Count) =>
    value === undefined ? undefined : roundEven(value, digits ?? 0),
  ),
  power: builtin([orContext(number), number], power),
  formatBase: builtin([orContext(number), optional(number)], formatBase),
  sum: onNumbers(sum),
  max: onNumbers((values) => (values.length === 0 ? undefined : values.reduce((a, b) => Math.max(a, b)))),
  min: onNumbers((values) => (values.length === 0 ? undefined : values.reduce((a, b) => Math.min(a, b)))),
  average: onNumbers((values) => (values.length === 0 ? undefined : sum(values) / values.length)),
  boolean: builtin([orContext(anything)], truthOf),
  not: builtin([orContext(anything)], (value: Data) => {
    const truth = truthOf(value);
    return truth === undefined ? undefined : !truth;
  }),
} satisfies Record<string, Builtin>;

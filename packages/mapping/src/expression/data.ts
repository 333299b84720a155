import type { Pattern } from '../values/pattern.ts';

/** What an expression works on: JSON, and `undefined` for "nothing there", also inside lists. */
export type Data = string | number | boolean | null | undefined | Data[] | { [name: string]: Data };

/** What a built-in function may get: data, or the regular expression written in the call. */
export type Argument = Data | Pattern;

/** An expression that can't go on with this record. */
export class ExpressionError extends Error {
  override name = 'ExpressionError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * A list a path found, as opposed to one that stood in the data. JSONata treats the two differently: found lists of
 * one are the item, found lists of none are nothing, and they flatten into each other.
 */
export class Sequence extends Array<Data> {
  // Pieces and joins of a sequence are plain lists again.
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  /** `[]` behind a path: a list of one stays a list. */
  keepSingleton = false;
}

/** A list written as `[…]` at either end of a path: it doesn't flatten into its surroundings. */
export class WrittenList extends Array<Data> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

export function sequenceOf(item: Data): Sequence {
  const sequence = new Sequence();
  sequence.push(item);
  return sequence;
}

/** What every node does with a sequence before it hands it on. */
export function settle(result: Data, keepArray: boolean): Data {
  if (!(result instanceof Sequence)) return result;
  if (keepArray) result.keepSingleton = true;
  if (result.length === 0) return undefined;
  return result.length === 1 && !result.keepSingleton ? result[0] : result;
}

/** Longest list and text an expression may build. */
const longestList = 100_000;
const longestText = 1_000_000;

/** @throws ExpressionError when a function would build a text beyond what a record may hold. */
export function capText(length: number): void {
  if (length > longestText) {
    throw new ExpressionError('S1001', `The result would be longer than ${longestText} characters`);
  }
}

export function capList(length: number): void {
  if (length > longestList)
    throw new ExpressionError('S1002', `The result would have more than ${longestList} items`);
}

/** Characters a value takes when it is written out, about; each part is charged. */
export function sizeOf(value: Data): number {
  charge(1);
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  let size = 2;
  if (Array.isArray(value)) {
    for (const item of value) size += sizeOf(item) + 1;
  } else {
    for (const name of Object.keys(value)) size += name.length + sizeOf(value[name]) + 4;
  }
  return size;
}

/** Puts two values behind each other as one list. */
export function append(left: Data, right: Data): Data {
  if (left === undefined) return right;
  if (right === undefined) return left;
  const first = Array.isArray(left) ? left : [left];
  const second = Array.isArray(right) ? right : [right];
  capList(first.length + second.length);
  return [...first, ...second];
}

const budgetPerRecord = 1_000_000;
let budget = budgetPerRecord;

/** Starts the count of one evaluation. Evaluation is synchronous, so one counter serves everybody. */
export function startBudget(): void {
  budget = budgetPerRecord;
}

/** @throws ExpressionError when one record took more work than any honest mapping needs. */
export function charge(work: number): void {
  budget -= work;
  if (budget < 0) throw new ExpressionError('S1003', 'The expression does too much work for one record');
}

/** @throws ExpressionError for infinity, which JSON can't hold. */
export function isNumber(value: Data): value is number {
  if (typeof value !== 'number' || Number.isNaN(value)) return false;
  if (!Number.isFinite(value)) throw new ExpressionError('D1001', 'A number is out of range');
  return true;
}

export function isObject(value: Data): value is { [name: string]: Data } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSONata's truth: empty text, list, object, 0 and null are false; nothing stays nothing. */
export function truthOf(value: Data): boolean | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) {
    if (value.length === 1) return truthOf(value[0]);
    return value.some((item) => truthOf(item));
  }
  if (typeof value === 'string') return value.length > 0;
  if (typeof value === 'boolean') return value;
  if (isNumber(value)) return value !== 0;
  return isObject(value) && Object.keys(value).length > 0;
}

/** Equal in content; the order of an object's fields doesn't matter. */
export function sameData(left: Data, right: Data): boolean {
  if (left === right) return true;
  charge(1);
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => sameData(item, right[index]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => Object.hasOwn(right, name) && sameData(left[name], right[name]));
}

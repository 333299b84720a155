import { hostileNames } from '@syncline/model';
import type { ExpressionNode } from './ast.ts';
import {
  type CompileContext,
  compileNode,
  type Evaluator,
  OutsideSubset,
  present,
  RefusedExpression,
} from './compileNode.ts';
import { append, charge, type Data, ExpressionError, WrittenList } from './data.ts';

/** `[a, b]`: what the parts give, lists flattened by one level unless they are written as lists themselves. */
export function compileList(node: ExpressionNode, context: CompileContext): Evaluator {
  const parts = present(node.expressions).map((part) => ({
    evaluate: compileNode(part, context),
    whole: part.value === '[',
  }));
  const written = node.consarray === true;
  return (input, scope) => {
    let list: Data = [];
    for (const { evaluate, whole } of parts) {
      const value = evaluate(input, scope);
      if (value === undefined) continue;
      list = append(list, whole ? [value] : value);
    }
    return written && Array.isArray(list) ? WrittenList.from(list) : list;
  };
}

interface Pair {
  key: Evaluator;
  value: Evaluator;
}

/** `{"name": value}`. Over a list it groups: one entry per key, with all items that gave the key. */
export function compileObject(node: ExpressionNode, context: CompileContext): Evaluator {
  if (!Array.isArray(node.lhs)) throw new OutsideSubset('object');
  const pairs = node.lhs.map(([key, value]): Pair => {
    if (key.type === 'string' && hostileNames.has(String(key.value))) {
      throw new RefusedExpression(`The field name ${key.value} is reserved.`, key, String(key.value));
    }
    return { key: compileNode(key, context), value: compileNode(value, context) };
  });
  return (input, scope) => {
    const items =
      Array.isArray(input) && input.length > 0 ? input : [Array.isArray(input) ? undefined : input];
    const groups = new Map<string, { items: Data; pair: Pair }>();
    charge(items.length * pairs.length);
    for (const item of items) {
      for (const pair of pairs) {
        const name = keyOf(pair.key(item, scope));
        if (name === undefined) continue;
        const group = groups.get(name);
        if (group === undefined) groups.set(name, { items: item, pair });
        else if (group.pair !== pair)
          throw new ExpressionError('D1009', 'Two entries of an object have the same name');
        else group.items = append(group.items, item);
      }
    }
    // No ancestors: a name in it is a name, whatever it is.
    const object: { [name: string]: Data } = Object.create(null);
    for (const [name, { items: group, pair }] of groups) {
      const value = pair.value(group, scope);
      if (value !== undefined) object[name] = value;
    }
    return object;
  };
}

function keyOf(key: Data): string | undefined {
  if (key === undefined) return undefined;
  if (typeof key !== 'string')
    throw new ExpressionError('T1003', 'The name of an object’s entry is not text');
  if (hostileNames.has(key) || key === '_jsonata_lambda' || key === '_jsonata_function') {
    throw new ExpressionError('D1013', 'The name of an object’s entry is reserved');
  }
  return key;
}

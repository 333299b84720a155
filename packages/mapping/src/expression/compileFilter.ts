import type { ExpressionNode } from './ast.ts';
import { type CompileContext, compileNode, type Scope } from './compileNode.ts';
import { charge, type Data, isNumber, Sequence, sequenceOf, truthOf } from './data.ts';

export type Filter = (input: Data, scope: Scope) => Data;

/** What stands in `[…]` behind a step: a place in the list, or a test of each item. */
export function compileFilter(predicate: ExpressionNode, context: CompileContext): Filter {
  if (predicate.type === 'number' && typeof predicate.value === 'number')
    return pickAt(Math.floor(predicate.value));
  const test = compileNode(predicate, context);
  return (input, scope) => {
    const items = Array.isArray(input) ? input : sequenceOf(input);
    const kept = new Sequence();
    charge(items.length);
    for (let index = 0; index < items.length; index += 1) {
      const item = items[index];
      const answer = test(item, scope);
      const places = isNumber(answer) ? [answer] : answer;
      if (isListOfNumbers(places)) {
        for (const place of places) if (placeIn(items, place) === index) kept.push(item);
      } else if (truthOf(places)) {
        kept.push(item);
      }
    }
    return kept;
  };
}

function pickAt(place: number): Filter {
  return (input) => {
    const items = Array.isArray(input) ? input : sequenceOf(input);
    const item = items[placeIn(items, place)];
    if (Array.isArray(item)) return item;
    const found = new Sequence();
    if (item !== undefined) found.push(item);
    return found;
  };
}

/** Places count from 0, negative ones from the end. */
function placeIn(items: Data[], place: number): number {
  const whole = Math.floor(place);
  return whole < 0 ? items.length + whole : whole;
}

function isListOfNumbers(value: Data): value is number[] {
  return Array.isArray(value) && value.every(isNumber);
}

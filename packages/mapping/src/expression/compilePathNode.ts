import type { ExpressionNode } from './ast.ts';
import { lookUp } from './builtins/listFunctions.ts';
import { compileFilter, type Filter } from './compileFilter.ts';
import {
  type CompileContext,
  compileNode,
  type Evaluator,
  OutsideSubset,
  present,
  type Scope,
} from './compileNode.ts';
import { capList, charge, type Data, isObject, Sequence, sequenceOf, settle, WrittenList } from './data.ts';

interface PathStep {
  evaluate: Evaluator;
  filters: Filter[];
}

/** A path: each step is evaluated for every item the step before found, and what it finds is flattened. */
export function compilePathNode(node: ExpressionNode, context: CompileContext): Evaluator {
  const nodes = present(node.steps);
  const [first] = nodes;
  if (first === undefined) throw new OutsideSubset('an empty path');
  if (first.consarray && (first.type !== 'unary' || first.predicate !== undefined))
    throw new OutsideSubset('a filtered list at the start of a path');
  const steps = nodes.map((step) => compileStep(step, context));
  const fromContext = first.type !== 'variable';
  const keepSingleton = node.keepSingletonArray === true;
  const startsWithList = first.consarray === true;

  const walk: Evaluator = (input, scope) => {
    let found: Data[] = Array.isArray(input) && fromContext ? input : sequenceOf(input);
    for (const [index, step] of steps.entries()) {
      if (index === 0 && startsWithList) {
        const list = step.evaluate(found, scope);
        found = Array.isArray(list) ? list : sequenceOf(list);
      } else {
        found = runStep(step, found, scope, index === steps.length - 1);
      }
      if (found.length === 0) break;
    }
    if (!keepSingleton) return found;
    const kept = found instanceof WrittenList ? sequenceOf(found) : found;
    if (kept instanceof Sequence) kept.keepSingleton = true;
    return kept;
  };
  const names = keepSingleton ? null : plainNames(nodes);
  return names === null ? walk : namesFirst(names, walk);
}

function compileStep(node: ExpressionNode, context: CompileContext): PathStep {
  if (node.tuple || node.focus !== undefined || node.index !== undefined) throw new OutsideSubset('binding');
  const filters = (node.stages ?? []).map(({ type, expr }) => {
    if (type !== 'filter') throw new OutsideSubset('binding');
    return compileFilter(expr, context);
  });
  if (node.type !== 'name') return { evaluate: compileNode(node, context), filters };
  if (node.group !== undefined || node.predicate !== undefined) throw new OutsideSubset('grouping');
  const name = String(node.value);
  const keepArray = node.keepArray === true;
  return { evaluate: (input) => settle(lookUp(input, name), keepArray), filters };
}

function runStep({ evaluate, filters }: PathStep, items: Data[], scope: Scope, last: boolean): Data[] {
  const results: Data[] = [];
  charge(items.length + 1);
  for (const item of items) {
    let result = evaluate(item, scope);
    for (const filter of filters) result = filter(result, scope);
    if (result !== undefined) results.push(result);
  }
  const [only] = results;
  if (last && results.length === 1 && Array.isArray(only) && !(only instanceof Sequence)) return only;
  const flat = new Sequence();
  for (const result of results) {
    if (!Array.isArray(result) || result instanceof WrittenList) {
      flat.push(result);
    } else {
      charge(result.length);
      capList(flat.length + result.length);
      for (const item of result) flat.push(item);
    }
  }
  return flat;
}

/** The names of a path that is nothing but names, which is what most expressions hold. */
function plainNames(steps: readonly ExpressionNode[]): string[] | null {
  const plain = steps.every(
    ({ type, stages, keepArray }) => type === 'name' && stages === undefined && !keepArray,
  );
  return plain ? steps.map(({ value }) => String(value)) : null;
}

/** Goes down objects directly; as soon as a list turns up, the general walk starts over. */
function namesFirst(names: readonly string[], walk: Evaluator): Evaluator {
  return (input, scope) => {
    let value = input;
    for (const name of names) {
      if (Array.isArray(value)) return walk(input, scope);
      if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
      value = value[name];
    }
    return Array.isArray(value) ? walk(input, scope) : value;
  };
}

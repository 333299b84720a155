import type { FlowNode } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { readEdges } from '../edges/readEdges.ts';
import { buildGraph } from '../graph/flowGraph.ts';
import { topologicalOrder } from '../graph/topologicalOrder.ts';
import { readSteps } from '../steps/readSteps.ts';
import { env, field, schema } from '../testing/catalogue.ts';
import { filter, flow, hook, map, post } from '../testing/flows.ts';
import { traceIdentities } from './traceIdentities.ts';

const keyed = (...key: string[]) =>
  schema(
    key.map((name) => field(name)),
    { key },
  );
const mapBy = (...key: string[]): FlowNode => ({ type: 'map', config: { ...map.config, key } });

/** Traces a flow of two sources, a and b, that lead through the given steps in a line. */
function trace(keys: Record<string, ReturnType<typeof keyed>>, between: Record<string, FlowNode>) {
  const line = [...Object.keys(between), 'end'];
  const [first = 'end'] = line;
  const document = flow({ a: hook, b: hook, ...between, end: post }, [
    ['a', first],
    ['b', first],
    ...line.slice(1).map((name, at): [string, string] => [line[at] ?? '', name]),
  ]);
  const { steps } = readSteps(document, env);
  const graph = buildGraph(steps.keys(), readEdges(document, steps).links);
  const { at, setters } = traceIdentities(
    graph,
    topologicalOrder(graph).order,
    steps,
    new Map(Object.entries(keys)),
  );
  return { end: at.get('end'), setters };
}

describe('the identity of records on their way', () => {
  it('is the key of their source, in its order', () => {
    const { end, setters } = trace({ a: keyed('shop', 'number'), b: keyed('shop', 'number') }, { f: filter });
    expect([...(end?.known ?? [])]).toEqual([['shop + number', 'a']]);
    expect(setters).toEqual([]);
    expect([...(trace({ a: keyed('x', 'y'), b: keyed('y', 'x') }, {}).end?.known.keys() ?? [])]).toHaveLength(
      2,
    );
  });

  it('is not known where the source says nothing', () => {
    const { end } = trace({ a: keyed('id') }, {});
    expect(end).toMatchObject({ unknown: 'b' });
  });

  it('becomes what a map sets, for all that come through it', () => {
    const { end, setters } = trace({ a: keyed('id'), b: keyed('number') }, { m: mapBy('email') });
    expect([...(end?.known.keys() ?? [])]).toEqual(['email']);
    expect(setters).toEqual([{ map: 'm', key: 'email' }]);
  });

  it('stays where a map sets just what it was', () => {
    expect(trace({ a: keyed('id'), b: keyed('id') }, { m: mapBy('id') }).setters).toEqual([]);
    expect(trace({ a: keyed('id'), b: keyed('number') }, { m: mapBy('id') }).setters).toHaveLength(1);
    expect(trace({ a: keyed('id') }, { m: mapBy('id') }).setters).toHaveLength(1);
  });

  it('is not taken for the same behind another map, where a name may mean another field', () => {
    const { setters } = trace({ a: keyed('id'), b: keyed('id') }, { m: map, n: mapBy('id') });
    expect(setters).toEqual([{ map: 'n', key: 'id' }]);
  });

  it('keeps a path that cannot be read as it is written: the mapping check names what is wrong', () => {
    expect(trace({ a: keyed('id'), b: keyed('id') }, { m: mapBy('a[') }).setters).toEqual([
      { map: 'm', key: 'a[' },
    ]);
  });
});

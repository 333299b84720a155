import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCycles } from './findCycles.ts';
import { buildGraph, type Link } from './flowGraph.ts';
import { pathBetween, pathsTo } from './pathsTo.ts';
import { stepsAfter, stepsBefore } from './reach.ts';
import { topologicalOrder } from './topologicalOrder.ts';

/** @example graphOf('a>b', 'b>c') */
function graphOf(...arrows: string[]) {
  const links = arrows.map((arrow): Link => {
    const [from = '', to = ''] = arrow.split('>');
    return { from, to, port: 'out' };
  });
  return buildGraph(new Set(links.flatMap(({ from, to }) => [from, to])), links);
}

const shop = graphOf('nightly>clean', 'changes>clean', 'clean>members', 'clean>audit');

describe('the order of a flow', () => {
  it('puts each step after everything that feeds it, then goes by name', () => {
    expect(topologicalOrder(shop)).toEqual({
      order: ['changes', 'nightly', 'clean', 'audit', 'members'],
      unordered: [],
    });
  });

  it('puts steps on and behind a circle aside', () => {
    expect(topologicalOrder(graphOf('a>b', 'b>c', 'c>b', 'c>d'))).toEqual({
      order: ['a'],
      unordered: ['b', 'c', 'd'],
    });
  });
});

describe('ways through a flow', () => {
  it('are found from every beginning', () => {
    expect(pathsTo(shop, 'members')).toEqual([
      ['changes', 'clean', 'members'],
      ['nightly', 'clean', 'members'],
    ]);
    expect(pathsTo(shop, 'nobody')).toEqual([]);
  });

  it('are as short as possible, by name among equals', () => {
    expect(pathBetween(graphOf('a>c', 'a>b', 'c>d', 'b>d', 'd>e'), 'a', 'e')).toEqual(['a', 'b', 'd', 'e']);
    expect(pathBetween(shop, 'members', 'clean')).toBeNull();
  });

  it('tell what comes before and after', () => {
    expect([...stepsBefore(shop, ['audit'])].sort()).toEqual(['audit', 'changes', 'clean', 'nightly']);
    expect([...stepsAfter(shop, ['changes'])].sort()).toEqual(['audit', 'changes', 'clean', 'members']);
  });

  it('leave out arrows to steps that are not there', () => {
    const graph = buildGraph(['a'], [{ from: 'a', to: 'ghost', port: 'out' }]);
    expect(graph.after.get('a')).toEqual([]);
  });
});

describe('circles', () => {
  it('are named once for each knot, from its first step', () => {
    expect(findCycles(graphOf('b>c', 'c>a', 'a>b', 'x>y', 'y>x', 'a>x', 'in>b', 'y>end'))).toEqual([
      ['a', 'b', 'c', 'a'],
      ['x', 'y', 'x'],
    ]);
  });

  it('are named by their shortest form', () => {
    expect(findCycles(graphOf('a>b', 'b>c', 'c>a', 'b>a'))).toEqual([['a', 'b', 'a']]);
  });

  it('are not seen where two ways only meet again', () => {
    expect(findCycles(graphOf('a>b', 'a>c', 'b>d', 'c>d'))).toEqual([]);
  });
});

const anyLinks = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 11 }), fc.integer({ min: 0, max: 11 })), { maxLength: 30 })
  .map((pairs) =>
    pairs.filter(([a, b]) => a !== b).map(([a, b]): Link => ({ from: `n${a}`, to: `n${b}`, port: 'out' })),
  );
const names = Array.from({ length: 12 }, (_, n) => `n${n}`);

describe('every graph', () => {
  it('has either an order or a circle that says why not', () => {
    fc.assert(
      fc.property(anyLinks, (links) => {
        const graph = buildGraph(names, links);
        const { order, unordered } = topologicalOrder(graph);
        const cycles = findCycles(graph);
        expect(cycles.length > 0).toBe(unordered.length > 0);
        expect([...order, ...unordered].sort()).toEqual([...names].sort());
        const place = new Map(order.map((name, index) => [name, index]));
        for (const { from, to } of links) {
          const end = place.get(to);
          if (end !== undefined) expect(place.get(from)).toBeLessThan(end);
        }
        for (const cycle of cycles) {
          expect(cycle[0]).toBe(cycle.at(-1));
          for (const [index, from] of cycle.slice(0, -1).entries()) {
            expect(graph.after.get(from)?.some((link) => link.to === cycle[index + 1])).toBe(true);
          }
        }
      }),
    );
  });

  it('gives the same answers whatever the order of its arrows', () => {
    fc.assert(
      fc.property(
        anyLinks.chain((links) =>
          fc.tuple(fc.constant(links), fc.shuffledSubarray(links, { minLength: links.length })),
        ),
        ([links, shuffled]) => {
          const [one, other] = [buildGraph(names, links), buildGraph([...names].reverse(), shuffled)];
          expect(topologicalOrder(one)).toEqual(topologicalOrder(other));
          expect(findCycles(one)).toEqual(findCycles(other));
        },
      ),
    );
  });

  it('finds a way exactly where one step comes after another', () => {
    fc.assert(
      fc.property(anyLinks, (links) => {
        const graph = buildGraph(names, links);
        const reached = stepsAfter(graph, ['n0']);
        for (const name of names.slice(1))
          expect(pathBetween(graph, 'n0', name) !== null).toBe(reached.has(name));
      }),
    );
  });
});

import { afterAll, describe, expect, it } from 'vitest';
import { createEvaluatorHost } from './evaluatorHost.ts';

const host = createEvaluatorHost({ processes: 1 });
afterAll(() => host.close());

describe('evaluator host', () => {
  it('runs expressions the fast way refuses', async () => {
    const results = await host.evaluateAll('$sum($map(items, function($i) { $i.price * $i.count }))', [
      { items: [{ price: 2, count: 3 }] },
      {
        items: [
          { price: 1, count: 1 },
          { price: 5, count: 2 },
        ],
      },
    ]);
    expect(results).toEqual([
      { ok: true, value: 6 },
      { ok: true, value: 11 },
    ]);
  });

  it('fails the one record whose evaluation never ends, and goes on with the others', async () => {
    const text = 'stop ? ($f := function($n) { $f($n + 1) }; $f(1)) : $map([1..3], function($i) { $i * n })';
    const started = performance.now();
    const results = await host.evaluateAll(text, [{ n: 1 }, { stop: true }, { n: 2 }]);
    expect(results.map((result) => result.ok)).toEqual([true, false, true]);
    expect(results[2]).toEqual({ ok: true, value: [2, 4, 6] });
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('survives an expression that eats all memory', async () => {
    const text = 'grow ? $count($reduce([1..60], function($a, $i) { $append($a, $a) }, [1,2,3])) : 1';
    const results = await host.evaluateAll(text, [{ grow: true }, {}]);
    expect(results[0]).toMatchObject({ ok: false });
    expect(results[1]).toEqual({ ok: true, value: 1 });
  });

  it('keeps results in order over many records', async () => {
    const records = [...Array(2000).keys()].map((n) => ({ n }));
    const results = await host.evaluateAll('$map([n], function($i) { $i + 1 })', records);
    expect(results).toEqual(records.map(({ n }) => ({ ok: true, value: n + 1 })));
  });

  it('gives callers their own results when they queue', async () => {
    const all = await Promise.all(
      [1, 2, 3, 4].map((n) => host.evaluateAll('$map([n], function($i) { $i * 10 })', [{ n }])),
    );
    expect(all.flat()).toEqual([10, 20, 30, 40].map((value) => ({ ok: true, value })));
  });

  it('reads own fields only, whatever their names', async () => {
    const record = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": "own"}');
    const [first, second] = await host.evaluateAll('[constructor, toString, polluted]', [record, {}]);
    expect(first).toEqual({ ok: true, value: ['own'] });
    expect(second).toMatchObject({ ok: true });
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { defaultLimits, evaluateGuarded } from './evaluateGuarded.ts';

describe('the guarded interpreter', () => {
  it.each([
    ['$map([1..3], function($i) { $i * n })', [2, 4, 6]],
    ['$sum($filter([1, 2, 3], function($i) { $i > 1 }))', 5],
    ['items^(>price).name', ['b', 'a']],
    ['items{name: price}', { a: 1, b: 2 }],
    ['$replace("abc", /b/, function($m) { $uppercase($m.match) })', 'aBc'],
    ['$replace("abc", "b", "x")', 'axc'],
    ['$pad("a", 3, "-")', 'a--'],
    ['$join(["a", "b"], "+")', 'a+b'],
    ['$formatNumber(1234.5, "#,##0.00")', '1,234.50'],
    ['missing', undefined],
    ['$string', undefined],
    ['{"f": function($x) { $x }, "n": n}', { n: 2 }],
  ])('%s gives %j', async (text, value) => {
    const input = {
      n: 2,
      items: [
        { name: 'a', price: 1 },
        { name: 'b', price: 2 },
      ],
    };
    expect(await evaluateGuarded(text, input)).toEqual({ ok: true, value });
  });

  it.each([
    ['1 +', 'Unexpected end'],
    ['"a" + 1', 'must evaluate to a number'],
    ['$nope()', 'There is no function $nope'],
    ['$error("stop here")', 'stop here'],
    ['1 / 0', 'not a number JSON can hold'],
  ])('%s says why it failed', async (text, message) => {
    const result = await evaluateGuarded(text, {});
    expect(result.ok ? '' : result.message).toMatch(message);
  });

  it('gives lists another program can read: no functions, no marks', async () => {
    const result = await evaluateGuarded('{"ids": items.id}', { items: [{ id: 1 }, { id: 2 }] });
    expect(structuredClone(result)).toEqual({ ok: true, value: { ids: [1, 2] } });
  });

  it('keeps to the limits it is given', async () => {
    expect(await evaluateGuarded('[1..50]', {}, { ...defaultLimits, sequence: 100 })).toMatchObject({
      ok: true,
    });
    const loop = '$map([1..99999], function($i) { $i })';
    expect(await evaluateGuarded(loop, {}, { ...defaultLimits, timeout: 1 })).toMatchObject({ ok: false });
  });

  it('sees each record fresh, however often an expression runs', async () => {
    const results = await Promise.all(
      [1, 2, 3].map((n) => evaluateGuarded('$map([n], function($i) { $i + 1 })', { n })),
    );
    expect(results.map((result) => result.ok && result.value)).toEqual([2, 3, 4]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExpression } from './compileExpression.ts';
import { expressionFields } from './expressionFields.ts';

describe('the fields an expression reads', () => {
  it.each([
    ['first & " " & address.city', ['address.city', 'first']],
    ['items[price > min].sku', ['items.min', 'items.price', 'items.sku']],
    ['orders.(id & $$.name)', ['name', 'orders.id']],
    ['$sum(orders.total)', ['orders.total']],
    ['$.email', ['email']],
    ['active ? a : b', ['a', 'active', 'b']],
    ['{"k": a, b: [c, d.e]}', ['a', 'b', 'c', 'd.e']],
    ['($x := address; $x.city)', ['address']],
    ['$map(items, function($i) { $i.sku & currency })', ['currency', 'items']],
    ['items^(price).sku', ['items.price', 'items.sku']],
    ['items{sku: $sum(price)}', ['items', 'items.price', 'items.sku']],
    ['name ~> $uppercase', ['name']],
    ['`odd.name`', ['["odd.name"]']],
    ['"constant"', []],
    ['$now()', []],
  ])('%s reads %j', (text, fields) => {
    expect(expressionFields(text)).toEqual(fields);
  });

  it.each([
    '*',
    '**.id',
    'a.*',
    '$keys($)',
    '$lookup(a, b)',
    '$string($)',
    '$',
    '$$',
    '$each(a, function($v) { $v })',
    'a.%.b',
    'broken (',
  ])('%s may read any', (text) => {
    expect(expressionFields(text)).toBe('dynamic');
  });

  it('are all it needs: leaving out the others changes nothing', () => {
    const texts = [
      'a & b.c',
      'a ? b.c : d',
      'e[f > 1].f',
      '$sum(e.f) + $number(d)',
      '(b; $exists(a)) ? e.f : b',
      '$join([a, d])',
    ];
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.record({ c: fc.string() }),
      fc.array(fc.record({ f: fc.integer() })),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.dictionary(fc.constantFrom('a', 'b', 'd', 'e', 'g'), value),
        (text, record) => {
          const fields = expressionFields(text);
          const compiled = compileExpression(text);
          if (fields === 'dynamic' || compiled.kind !== 'fast') throw new Error(text);
          const run = (input: typeof record) => {
            try {
              return JSON.stringify(compiled.evaluate(input));
            } catch (error) {
              return error instanceof Error ? error.message : '';
            }
          };
          const tops = new Set(fields.map((field) => field.split('.')[0]));
          const kept = Object.fromEntries(Object.entries(record).filter(([name]) => tops.has(name)));
          expect(run(kept)).toBe(run(record));
        },
      ),
    );
  });
});

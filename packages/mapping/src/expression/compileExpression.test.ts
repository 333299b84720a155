import type { DataRecord } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { functionNames } from './builtins/builtins.ts';
import { compileExpression } from './compileExpression.ts';

const record: DataRecord = {
  first: 'Ada',
  last: 'Lovelace',
  born: 1815,
  address: { city: 'London', lines: ['12 St James', 'Square'] },
  orders: [
    { id: 1, total: 10, items: [{ sku: 'a' }, { sku: 'b' }] },
    { id: 2, total: 32.5, items: [{ sku: 'c' }] },
  ],
  tags: ['x', 'y'],
  one: ['only'],
  none: [],
  nothing: null,
  active: true,
};

function evaluate(text: string, input: DataRecord = record): unknown {
  const compiled = compileExpression(text, { now: () => new Date('2024-05-01T10:00:00Z') });
  if (compiled.kind !== 'fast') throw new Error(`${compiled.kind}: ${JSON.stringify(compiled)}`);
  return compiled.evaluate(input);
}

function issueOf(text: string) {
  const compiled = compileExpression(text);
  return compiled.kind === 'invalid' ? compiled.issues[0] : undefined;
}

describe('expressions on the fast way', () => {
  it.each([
    ['first & " " & last', 'Ada Lovelace'],
    ['address.city', 'London'],
    ['address.lines', ['12 St James', 'Square']],
    ['orders.total', [10, 32.5]],
    ['orders.items.sku', ['a', 'b', 'c']],
    ['orders[0].total', 10],
    ['orders[-1].id', 2],
    ['orders[total > 20].id', 2],
    ['orders[total > 99].id', undefined],
    ['orders[id in [1, 3]].total', 10],
    ['one', ['only']],
    ['orders[0].items[0].sku[]', ['a']],
    ['missing', undefined],
    ['nothing', null],
    ['born + 36', 1851],
    ['born >= 1800 and born < 1900', true],
    ['active ? "yes" : "no"', 'yes'],
    ['missing ? "yes"', undefined],
    ['missing ?? first', 'Ada'],
    ['nothing ?? first', null],
    ['nothing ?: first', 'Ada'],
    ['$sum(orders.total)', 42.5],
    ['$count(orders)', 2],
    ['$uppercase(first)', 'ADA'],
    ['first ~> $uppercase', 'ADA'],
    ['last ~> $substring(0, 4) ~> $lowercase', 'love'],
    ['address.(city & ", " & lines[0])', 'London, 12 St James'],
    ['orders.(id & ":" & total)', ['1:10', '2:32.5']],
    ['{"name": first, "none": missing}', { name: 'Ada' }],
    ['orders.{"id": id}', [{ id: 1 }, { id: 2 }]],
    ['[first, tags]', ['Ada', 'x', 'y']],
    ['[[first], [tags]]', [['Ada'], ['x', 'y']]],
    ['"x" in tags', true],
    ['-born', -1815],
    ['($f := first; $l := last; $l & ", " & $f)', 'Lovelace, Ada'],
    ['($x := 1; ($x := 2; $x) + $x)', 3],
    ['$replace(last, /l(o)/i, "<$1>")', '<o>velace'],
    ['$split("a, b,c", /,\\s*/)', ['a', 'b', 'c']],
    ['$match("a1b2", /[a-z](\\d)/).groups', ['1', '2']],
    ['$contains(last, /^love/i)', true],
    ['$now()', '2024-05-01T10:00:00.000Z'],
    ['$fromMillis($millis())', '2024-05-01T10:00:00.000Z'],
    ['$pad(first, -5, "0")', '00Ada'],
    ['$join(tags, "-")', 'x-y'],
    ['$merge([{"a": 1}, {"b": 2}])', { a: 1, b: 2 }],
    ['$distinct(orders.items.sku)', ['a', 'b', 'c']],
    ['$sort([3, 1, 2])', [1, 2, 3]],
    ['$type(orders)', 'array'],
    ['$string(0.1 + 0.2)', '0.3'],
    ['$round(2.5) & $round(3.5)', '24'],
    ['$exists(missing) or $not(missing)', false],
    ['/* a remark */ first', 'Ada'],
    ['`first`', 'Ada'],
    ['$.first & $$.last', 'AdaLovelace'],
  ] as [string, unknown][])('%s gives %j', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  it('leave the record as it was, and give plain lists', () => {
    const before = structuredClone(record);
    const result = evaluate('{"a": orders.items.sku, "b": [none, orders.id]}');
    expect(record).toEqual(before);
    expect(structuredClone(result)).toEqual({ a: ['a', 'b', 'c'], b: [1, 2] });
    expect(JSON.stringify(result)).not.toContain('keepSingleton');
  });

  it.each([
    ['1 / 0', 'not a number JSON can hold'],
    ['first + 1', 'left of + is not a number'],
    ['1 - first', 'right of - is not a number'],
    ['first < 1', 'can’t be compared'],
    ['-first', 'minus'],
    ['$number(first)', 'can’t be read as a number'],
    ['$uppercase(born)', 'Value 1 of $uppercase'],
    ['born.$uppercase()', '$uppercase is applied to'],
    ['$sum(tags)', 'not a list of one type'],
    ['{"a": 1, "a": 2}', 'same name'],
    ['{born: 1}', 'not text'],
    ['$error("no such customer")', 'no such customer'],
    ['$assert(born > 1900, "too old")', 'too old'],
    ['$sqrt(-1)', 'square root'],
    ['$power(10, 999)', 'too large'],
    ['$toMillis("soon")', 'ISO 8601'],
    ['$sort([1, "a"])', 'sorted'],
    ['$decodeUrl("%")', 'web address'],
    ['$formatBase(1, 99)', 'between 2 and 36'],
    ['$replace(first, "", "x")', 'empty text'],
  ])('%s fails in plain words', (text, message) => {
    expect(() => evaluate(text)).toThrow(message);
  });
});

describe('what the fast way leaves to the interpreter', () => {
  it.each([
    '$map(orders, function($o) { $o.id })',
    '[1..3]',
    'orders^(total)',
    'orders{$string(id): total}',
    '*',
    '**.sku',
    'orders.items.%.id',
    'orders#$i.id',
    'orders@$o.($o.id)',
    '$formatNumber(1, "0.0")',
    '$fromMillis(0, "[Y]")',
    '$toMillis("2024", "[Y]")',
    '$now("[Y]")',
    '$base64encode(a)',
    '$random',
    '($f := $sum; $f([1]))',
    '$sum',
    'function($x) { $x }(1)',
    '$substring(?, 1)("abc")',
    '| orders | {"x": 1} |',
    '$match("a", /a/) ?? 1',
  ])('%s is slow, not wrong', (text) => {
    expect(compileExpression(text).kind).toBe('slow');
  });
});

describe('expressions nobody runs', () => {
  it.each([
    ['first &', 7, 'Unexpected end'],
    ['(first', 6, 'Expected'],
    ['first last', 6, 'Syntax error'],
    ['"open', 5, 'terminated'],
    ['first & $upper(last)', 8, 'There is no function $upper'],
    ['uppercase(first)', 0, 'write $uppercase'],
    ['$eval("1+1")', 0, '$eval is not available'],
    ['($e := $eval; $e("1"))', 7, '$eval is not available'],
    ['$contains(first, /(?=a)/)', 17, 'Look-ahead'],
    ['{"__proto__": 1}', 1, 'reserved'],
    ['a.{"constructor": 1}', 3, 'reserved'],
    ['$contains(first, /(/)', 21, 'No terminating'],
    ['$contains(first, /[z-a]/)', 17, 'regular expression'],
  ])('%s: the message says where and what', (text, position, message) => {
    const issue = issueOf(text);
    expect(issue?.message).toMatch(message);
    expect(issue?.position).toBe(position);
  });

  it('include one too long to be read', () => {
    expect(issueOf(`"${'x'.repeat(5000)}"`)?.message).toMatch('longer than 4000');
  });

  it('include one nested too deeply', () => {
    const issue = issueOf(`${'('.repeat(1900)}1${')'.repeat(1900)}`);
    expect(issue === undefined || /deep/.test(issue.message)).toBe(true);
  });
});

it('the list of functions for the editor holds what runs, and not $eval', () => {
  expect(functionNames).toContain('uppercase');
  expect(functionNames).toContain('map');
  expect(functionNames).not.toContain('eval');
  for (const name of functionNames) {
    expect(compileExpression(`$${name}`).kind, name).toBe('slow');
  }
});

import type { DataRecord } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { compileExpression } from './compileExpression.ts';
import { evaluateGuarded } from './evaluateGuarded.ts';

/** Attack cases of the threat model that reach an expression. Each must end without effect, soon, and in words. */
const record: DataRecord = JSON.parse(
  '{"a": "x", "list": [1, 2], "constructor": "own", "__proto__": {"polluted": 1}, "toString": "mine"}',
);

function fast(text: string, input: DataRecord = record): unknown {
  const compiled = compileExpression(text);
  if (compiled.kind !== 'fast') return compiled.kind;
  try {
    return compiled.evaluate(input);
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
}

async function within<T>(milliseconds: number, work: () => T | Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  expect(performance.now() - started).toBeLessThan(milliseconds);
  return result;
}

describe('case 1: ways to the constructor', () => {
  const attempts = [
    'a.constructor',
    'a.constructor.constructor("return 1")()',
    'list.constructor',
    'a["constructor"]',
    '$lookup(a, "constructor")',
    '$lookup($, "con" & "structor").constructor',
    '`\\u0063onstructor`.constructor',
    '$lookup({}, "__proto__")',
    '{}.`__proto__`',
    '$string.constructor',
    '$uppercase("a").constructor',
    '(list)[0].constructor',
    '$spread(list).constructor',
    '$merge([{"a": 1}]).constructor.constructor',
    'a.`__proto__`.polluted',
    '$$.constructor.prototype',
  ];

  it.each(attempts)('%s finds nothing but data', async (text) => {
    const results = [fast(text), (await evaluateGuarded(text, record)) as unknown];
    for (const result of results) {
      expect(typeof result).not.toBe('function');
      expect(JSON.stringify(result) ?? '').not.toMatch(/native code|\[Function/);
    }
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

describe('case 3: own fields with inherited names', () => {
  it.each(['toString', 'constructor', 'hasOwnProperty', 'valueOf', '`__proto__`'])(
    '%s gives the own value or nothing',
    (name) => {
      expect(fast(name, {})).toBeUndefined();
      expect(fast(`a.${name}`, { a: {} })).toBeUndefined();
      expect(fast(`list.${name}`, { list: [{}, {}] })).toBeUndefined();
    },
  );

  it('reads the own value where there is one', () => {
    expect(fast('constructor & toString')).toBe('ownmine');
    expect(fast('`__proto__`.polluted')).toBe(1);
  });

  it('makes objects whose names mean only themselves', () => {
    const made = fast('{"toString": 1, "valueOf": 2}');
    expect(made).toEqual({ toString: 1, valueOf: 2 });
    expect(fast('$keys({"toString": 1})')).toBe('toString');
  });
});

describe('case 4: recursion without end', () => {
  it('is slow on the fast way, and stopped in the interpreter within a second', async () => {
    const text = '($f := function($n) { $f($n + 1) }; $f(1))';
    expect(compileExpression(text).kind).toBe('slow');
    const result = await within(3000, () => evaluateGuarded(text, {}));
    expect(result).toMatchObject({ ok: false });
    const nested = await within(3000, () =>
      evaluateGuarded('($f := function($n) { 1 + $f($n + 1) }; $f(1))', {}),
    );
    expect(nested).toMatchObject({ ok: false });
  });

  it('in the data is refused, not followed', () => {
    let deep: DataRecord = {};
    for (let depth = 0; depth < 60_000; depth += 1) deep = { deep };
    expect(fast('$string($)', deep)).toMatch('nested too deeply');
  });
});

describe('case 6: regular expressions that never end elsewhere', () => {
  it.each(['a'.repeat(36), 'a'.repeat(100_000)])('answer at once', async (letters) => {
    const input = { text: `${letters}!` };
    expect(await within(1500, () => fast('$contains(text, /^(a+)+$/)', input))).toBe(false);
    expect(await within(1500, () => evaluateGuarded('$contains(text, /^(a+)+$/)', input))).toEqual({
      ok: true,
      value: false,
    });
  });
});

describe('case 8: reserved names as output fields', () => {
  it.each(['{"__proto__": {"x": 1}}', '{"constructor": 1}', 'list.{"prototype": 1}', '[{"__proto__": 1}]'])(
    '%s can’t be saved',
    (text) => {
      const compiled = compileExpression(text);
      expect(compiled.kind).toBe('invalid');
      expect(compiled.kind === 'invalid' ? compiled.issues[0]?.message : '').toMatch('reserved');
    },
  );

  it('put together while it runs, fail the record', () => {
    expect(fast('{"__pro" & "to__": {"polluted": 1}}')).toMatch('reserved');
    expect(fast('{name: 1}', { name: 'constructor' })).toMatch('reserved');
  });
});

describe('case 10: what may not be saved', () => {
  it.each(['$eval("1")', '$nope()', '($e := $eval; 1)', '$eval ~> $string', '$map(list, $eval)'])(
    '%s is refused',
    async (text) => {
      expect(compileExpression(text).kind).toBe('invalid');
      expect(await evaluateGuarded(text, record)).toMatchObject({ ok: false });
    },
  );
});

describe('bombs', () => {
  it.each([
    ['$pad("x", 1000000000)', 'longer than'],
    ['$pad("x", -1000000000, "ab")', 'longer than'],
    [`(${Array.from({ length: 40 }, () => '$s := $s & $s & "xxxxxxxxxxxx"').join('; ')}; $s)`, 'longer than'],
    ['$replace($pad("", 100000, "a"), "a", $pad("", 100000, "b"))', 'longer than'],
    ['$replace($pad("", 100000, "a"), /a/, $pad("", 100000, "b"))', 'longer than'],
    ['($t := $pad("", 900000); $l := $split($pad("", 90000, ","), ","); $string($l.$t))', 'longer than'],
    ['$join($split($pad("", 90000, ","), ","), $pad("", 100000))', 'longer than'],
    ['$split($pad("", 500000, ","), ",")', 'more than'],
    ['($l := $split($pad("", 90000, ","), ","); $append($l, $l))', 'more than'],
    ['($l := $split($pad("", 9000, ","), ","); $l.($l.($l)))', 'too much work|more than'],
    ['($l := $split($pad("", 60000, ","), ","); $count($l[$ in $l]))', 'too much work'],
  ])('%s is stopped', async (text, message) => {
    expect(await within(3000, () => String(fast(text, {})))).toMatch(new RegExp(message));
  });

  it.each([
    '$pad("x", 1000000000)',
    '$replace($pad("", 100000, "a"), "a", $pad("", 100000, "b"))',
    '[1..10000000]',
    '$map([1..90000], function($i) { $map([1..90000], function($j) { $i * $j }) })',
  ])('%s is stopped in the interpreter', async (text) => {
    expect(await within(10_000, () => evaluateGuarded(text, {}))).toMatchObject({ ok: false });
  });

  it('of fallbacks, which the parser copies, are refused before they are parsed', async () => {
    const nested = `${'('.repeat(40)}a${' ?: a)'.repeat(40)}`;
    const issue = await within(500, () => compileExpression(nested));
    expect(issue).toMatchObject({
      kind: 'invalid',
      issues: [{ message: 'Use at most 10 of ?? and ?: in one expression.' }],
    });
    expect(await within(500, () => evaluateGuarded(nested, {}))).toMatchObject({ ok: false });
  });
});

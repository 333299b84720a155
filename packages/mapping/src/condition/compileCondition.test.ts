import type { DataRecord, FieldType, RecordSchema, Value } from '@syncline/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateGuarded } from '../expression/evaluateGuarded.ts';
import { type Condition, conditionSchema, type Test } from '../fieldTable.ts';
import { checkCondition } from './checkCondition.ts';
import { ConditionError, compileCondition } from './compileCondition.ts';
import { describeCondition } from './describeCondition.ts';

const source = (types: Record<string, FieldType> = {}): RecordSchema => ({
  fields: Object.entries(types).map(([name, type]) => ({ name, type, nullable: true, required: false })),
  key: [],
  cursorFields: [],
  open: true,
});

type Written = { field?: string; is: Test['is']; value?: Value; ignoreCase?: boolean };

function conditionOf(tests: Written[], match: 'all' | 'any' = 'all'): Condition {
  return conditionSchema.parse({ match, tests: tests.map((test) => ({ field: 'x', ...test })) });
}

function holds(test: Written, value: Value | undefined, type?: FieldType): boolean {
  const env = { source: source(type === undefined ? {} : { x: type }) };
  return compileCondition(conditionOf([test]), env).test(value === undefined ? {} : { x: value });
}

describe('a test of a field', () => {
  it.each([
    ['Ada', { is: 'equals', value: 'ada' }, true],
    ['Ada', { is: 'equals', value: 'ada', ignoreCase: false }, false],
    ['Ada', { is: 'not-equals', value: 'Bob' }, true],
    [5, { is: 'equals', value: '5' }, true],
    ['5', { is: 'equals', value: 5 }, true],
    ['5.0', { is: 'equals', value: 5 }, true],
    ['007', { is: 'equals', value: '7' }, false],
    [true, { is: 'equals', value: 'true' }, true],
    [true, { is: 'equals', value: true }, true],
    [false, { is: 'equals', value: true }, false],
    [null, { is: 'equals', value: null }, true],
    ['', { is: 'equals', value: null }, false],
    [undefined, { is: 'equals', value: null }, false],
    ['Hello World', { is: 'contains', value: 'WORLD' }, true],
    [['red', 'Blue'], { is: 'contains', value: 'blue' }, true],
    [['red', 'Blue'], { is: 'contains', value: 'lu' }, false],
    [['red'], { is: 'not-contains', value: 'blue' }, true],
    ['abc', { is: 'not-contains', value: 'd' }, true],
    ['Hello', { is: 'starts-with', value: 'he' }, true],
    ['Hello', { is: 'ends-with', value: 'LO' }, true],
    ['Hello', { is: 'ends-with', value: 'LO', ignoreCase: false }, false],
    ['CH-8001', { is: 'matches', value: '^ch-\\d{4}$' }, true],
    ['CH-8001', { is: 'matches', value: '^ch', ignoreCase: false }, false],
    [8001, { is: 'matches', value: '^8' }, true],
    [{ a: 1 }, { is: 'matches', value: '.' }, false],
    ['b', { is: 'in', value: ['A', 'B'] }, true],
    ['c', { is: 'not-in', value: ['A', 'B'] }, true],
    [2, { is: 'in', value: ['1', '2'] }, true],
    ['b', { is: 'in', value: 'b' }, true],
    ['', { is: 'is-empty' }, true],
    [[], { is: 'is-empty' }, true],
    [null, { is: 'is-empty' }, true],
    [undefined, { is: 'is-empty' }, true],
    [0, { is: 'is-empty' }, false],
    [' ', { is: 'is-not-empty' }, true],
  ] as [Value | undefined, Written, boolean][])('%j: %j is %s', (value, test, expected) => {
    expect(holds(test, value)).toBe(expected);
  });

  it.each([
    [10, { is: 'greater', value: 9 }, undefined, true],
    ['10', { is: 'greater', value: 9 }, undefined, true],
    ['10', { is: 'greater', value: '9' }, 'decimal', true],
    ['10', { is: 'greater', value: '9' }, 'text', false],
    ['9007199254740993', { is: 'greater', value: '9007199254740992' }, 'integer', true],
    ['1000.01', { is: 'less-or-equal', value: 1000 }, 'decimal', false],
    ['2024-05-02', { is: 'greater', value: '2024-05-01' }, 'date', true],
    ['2024-05-01T10:00:00+02:00', { is: 'equals', value: '2024-05-01T08:00:00Z' }, 'datetime', true],
    ['2024-05-01T10:00:00Z', { is: 'greater', value: '2024-05-01' }, 'datetime', true],
    ['2024-05-01T09:00:00+02:00', { is: 'less', value: '2024-05-01T08:00:00Z' }, undefined, true],
    ['b', { is: 'greater', value: 'A' }, undefined, true],
    ['abc', { is: 'greater', value: 5 }, undefined, false],
    ['abc', { is: 'less', value: 5 }, undefined, false],
    [null, { is: 'less', value: 5 }, undefined, false],
    ['', { is: 'less', value: 5 }, 'integer', false],
    [undefined, { is: 'greater-or-equal', value: 0 }, 'integer', false],
    [[5], { is: 'greater', value: 1 }, undefined, false],
  ] as [Value | undefined, Written, FieldType | undefined, boolean][])(
    '%j: %j as %s is %s',
    (value, test, type, expected) => {
      expect(holds(test, value, type)).toBe(expected);
    },
  );

  it('with "not" is the opposite, for any value: a record is on one side or the other', () => {
    const pairs: [Test['is'], Test['is']][] = [
      ['equals', 'not-equals'],
      ['contains', 'not-contains'],
      ['in', 'not-in'],
      ['is-empty', 'is-not-empty'],
    ];
    const value = fc.oneof(fc.jsonValue(), fc.constant(undefined));
    fc.assert(
      fc.property(
        value,
        fc.oneof(fc.string(), fc.integer(), fc.boolean()),
        fc.constantFrom(...pairs),
        (actual, expected, [is, not]) => {
          // What JSON can hold is a value.
          const given = actual as Value | undefined;
          expect(holds({ is, value: expected }, given)).toBe(!holds({ is: not, value: expected }, given));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('orders numbers and moments without contradiction', () => {
    const amount = fc.oneof(
      fc.integer(),
      fc.integer().map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    const moment = fc
      .date({ noInvalidDate: true, min: new Date('0001-01-02'), max: new Date('9999-12-30') })
      .map((date) => date.toISOString());
    const check = (left: Value, right: Value, type: FieldType) => {
      const greater = holds({ is: 'greater', value: right }, left, type);
      const less = holds({ is: 'less', value: right }, left, type);
      const equal = holds({ is: 'equals', value: right }, left, type);
      expect([greater, less, equal].filter(Boolean)).toHaveLength(1);
      expect(holds({ is: 'greater-or-equal', value: right }, left, type)).toBe(greater || equal);
      expect(holds({ is: 'less', value: left }, right, type)).toBe(greater);
    };
    fc.assert(fc.property(amount, amount, (left, right) => check(left, right, 'decimal')));
    fc.assert(fc.property(moment, moment, (left, right) => check(left, right, 'datetime')));
  });

  it('answers at once whatever the pattern (attack case 6)', () => {
    const started = performance.now();
    expect(holds({ is: 'matches', value: '^(a+)+$' }, `${'a'.repeat(100_000)}!`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(1500);
  });

  it('reads own fields only', () => {
    const record: DataRecord = {};
    for (const name of ['constructor', 'toString', '__proto__']) {
      const condition = conditionOf([{ field: name, is: 'is-not-empty' }]);
      expect(compileCondition(condition, { source: source() }).test(record)).toBe(false);
    }
  });
});

describe('a condition', () => {
  const tests: Written[] = [
    { field: 'country', is: 'equals', value: 'CH' },
    { field: 'address.zip', is: 'starts-with', value: '8' },
  ];
  const compile = (match: 'all' | 'any') => compileCondition(conditionOf(tests, match), { source: source() });

  it('asks for all tests, or for any of them', () => {
    const half: DataRecord = { country: 'CH', address: { zip: '3000' } };
    const whole: DataRecord = { country: 'CH', address: { zip: '8001' } };
    expect([half, whole].map((record) => compile('all').test(record))).toEqual([false, true]);
    expect([half, {}].map((record) => compile('any').test(record))).toEqual([true, false]);
  });

  it('decides a whole page', async () => {
    expect(await compile('all').testAll([{}, { country: 'ch', address: { zip: '8' } }], null)).toEqual([
      false,
      true,
    ]);
  });

  it('can be an expression, whose answer counts as in JSONata', () => {
    const compiled = compileCondition({ expression: '$count(orders[total > 100])' }, { source: source() });
    expect(compiled.slow).toBe(false);
    expect(compiled.test({ orders: [{ total: 50 }, { total: 200 }] })).toBe(true);
    expect(compiled.test({ orders: [] })).toBe(false);
    expect(compiled.test({})).toBe(false);
  });

  it('that an expression can’t decide says so for that record only', async () => {
    const compiled = compileCondition({ expression: 'n > 5' }, { source: source() });
    expect(() => compiled.test({ n: 'many' })).toThrow(ConditionError);
    const answers = await compiled.testAll([{ n: 6 }, { n: 'many' }, { n: 1 }], null);
    expect(answers[0]).toBe(true);
    expect(answers[1]).toBeInstanceOf(ConditionError);
    expect(answers[2]).toBe(false);
  });

  it('with a slow expression asks the host', async () => {
    const compiled = compileCondition(
      { expression: '$boolean($filter(tags, function($t) { $t = "vip" }))' },
      { source: source() },
    );
    expect(compiled.slow).toBe(true);
    expect(() => compiled.test({})).toThrow('testAll');
    await expect(compiled.testAll([{}], null)).rejects.toThrow('there is none');
    const host = {
      evaluateAll: (text: string, records: DataRecord[]) =>
        Promise.all(records.map((record) => evaluateGuarded(text, record))),
    };
    expect(await compiled.testAll([{ tags: ['vip'] }, { tags: ['x'] }, {}], host)).toEqual([
      true,
      false,
      false,
    ]);
    const failing = { evaluateAll: async () => [{ ok: false as const, message: 'stopped' }] };
    expect(await compiled.testAll([{}], failing)).toEqual([new ConditionError('stopped')]);
  });

  it.each([
    [{ expression: '1 +' }, 'can’t be used'],
    [conditionOf([{ is: 'matches', value: '(' }]), "can't be read"],
    [conditionOf([{ field: 'a..b', is: 'is-empty' }]), 'field name'],
  ] as [Condition, string][])('that can’t be read is refused: %j', (condition, message) => {
    expect(() => compileCondition(condition, { source: source() })).toThrow(message);
  });

  it('reads as one line of plain words', () => {
    expect(describeCondition(conditionOf(tests))).toBe('country is “CH” and address.zip starts with “8”');
    expect(describeCondition(conditionOf([{ is: 'in', value: ['a', 1] }, { is: 'is-empty' }], 'any'))).toBe(
      'x is one of “a”, “1” or x is empty',
    );
    expect(describeCondition({ expression: 'a > 1' })).toBe('a > 1');
  });
});

describe('checking a condition', () => {
  const closed: RecordSchema = {
    ...source({ country: 'text', spent: 'decimal', born: 'date' }),
    open: false,
  };
  const check = (test: Written) =>
    checkCondition(conditionOf([test]), closed).map(
      ({ severity, code, path }) => `${severity} ${code} ${path}`,
    );

  it.each([
    [{ field: 'country', is: 'equals', value: 'CH' }, []],
    [{ field: 'country', is: 'equals' }, []],
    [{ field: 'cuntry', is: 'is-empty' }, ['error mapping.unknown-source-field tests.0.field']],
    [{ field: 'a..b', is: 'is-empty' }, ['error mapping.bad-path tests.0.field']],
    [{ field: 'country', is: 'contains' }, ['error condition.value-missing tests.0.value']],
    [{ field: 'country', is: 'matches', value: '(' }, ['error mapping.bad-pattern tests.0.value']],
    [{ field: 'country', is: 'matches', value: 5 }, ['error mapping.bad-pattern tests.0.value']],
    [{ field: 'country', is: 'in', value: 'CH' }, ['error condition.not-a-list tests.0.value']],
    [{ field: 'spent', is: 'greater', value: 'much' }, ['error condition.wrong-type tests.0.value']],
    [{ field: 'spent', is: 'greater', value: '12.5' }, []],
    [{ field: 'born', is: 'less', value: '31.12.2000' }, ['error condition.wrong-type tests.0.value']],
    [{ field: 'born', is: 'less', value: '2000-12-31' }, []],
  ] as [Written, string[]][])('%j: %j', (test, expected) => {
    expect(check(test)).toEqual(expected);
  });

  it('finds what is wrong with an expression, and unknown fields in it', () => {
    const codes = (expression: string) =>
      checkCondition({ expression }, closed).map(({ severity, code, path }) => `${severity} ${code} ${path}`);
    expect(codes('spent > ')).toEqual(['error mapping.bad-expression expression']);
    expect(codes('spnt > 5')).toEqual(['warning mapping.unknown-source-field expression']);
    expect(codes('spent > 5')).toEqual([]);
  });
});

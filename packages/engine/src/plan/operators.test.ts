import { type Change, type DataRecord, noVersion, type PlanStep } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { findImbalance } from '../page/conservation.ts';
import { previewFlow } from '../preview/previewFlow.ts';
import { pretendPlan, pretendStep } from '../testing/pretendFlow.ts';
import { compileOperators } from './operators.ts';

const change = (key: string, record: DataRecord, op: Change['op'] = 'upsert'): Change => ({
  stream: 'customers',
  key,
  op,
  version: noVersion,
  record,
  sourceTs: null,
  receivedTs: '2026-11-21T02:00:00.000Z',
});
const vip = (value: number) => ({
  match: 'all',
  tests: [{ field: 'spent', is: 'greater', value, ignoreCase: true }],
});
const row = (to: string, more: object = {}) => ({ to, from: to, steps: [], otherwise: 'fail', ...more });

const steps: PlanStep[] = [
  pretendStep('nightly', { type: 'pretend.schedule', role: 'schedule', next: { out: ['known'] } }),
  pretendStep('known', {
    type: 'filter',
    role: 'transform',
    config: { where: { match: 'all', tests: [{ field: 'email', is: 'is-not-empty', ignoreCase: true }] } },
    next: { out: ['vip'] },
  }),
  pretendStep('vip', {
    type: 'branch',
    role: 'transform',
    config: {
      paths: [
        { name: 'gold', where: vip(1000) },
        { name: 'silver', where: vip(100) },
      ],
    },
    next: { gold: ['clean', 'list'], silver: ['clean'], else: [] },
  }),
  pretendStep('clean', {
    type: 'map',
    role: 'transform',
    config: {
      rest: 'drop',
      key: 'email',
      fields: [
        row('email', { steps: ['lowercase'], required: 'dead-letter' }),
        row('name', { required: 'skip' }),
      ],
    },
    next: { out: ['list'] },
  }),
  pretendStep('list', { type: 'pretend.upsert', role: 'destination' }),
];
const plan = pretendPlan({}, steps);
const env = { plan, now: () => new Date('2026-11-21T00:00:00Z'), expressions: null };
const keysOf = (items: { key: string }[] = []) => items.map(({ key }) => key);

const customers = [
  change('1', { email: 'Ada@x.test', name: 'Ada', spent: 5000 }),
  change('2', { email: '', name: 'Nobody', spent: 5000 }),
  change('3', { email: 'Bob@x.test', name: 'Bob', spent: 200 }),
  change('4', { email: 'Cy@x.test', name: '', spent: 200 }),
  change('5', { email: 'Dee@x.test', name: 'Dee', spent: 1 }),
  change('6', { email: 'gone@x.test' }, 'delete'),
];

describe('the steps of a flow', () => {
  it('take each record down its way, and leave none unaccounted for', async () => {
    const results = await compileOperators(env).run('nightly', customers);
    expect(keysOf(results.get('known')?.filtered)).toEqual(['2']);
    const branch = results.get('vip');
    expect(keysOf(branch?.output.get('gold'))).toEqual(['1', '6']);
    expect(keysOf(branch?.output.get('silver'))).toEqual(['3', '4', '6']);
    expect(keysOf(branch?.output.get('else'))).toEqual(['5', '6']);
    expect(branch?.left).toBe(5);
    expect(keysOf(results.get('clean')?.filtered)).toEqual(['4']);
    expect(
      results
        .get('clean')
        ?.output.get('out')
        ?.map(({ record }) => ({ ...record }))[0],
    ).toEqual({
      email: 'ada@x.test',
      name: 'Ada',
    });
  });

  it('bring what comes by several ways to its destination in the order of arrival', async () => {
    const results = await compileOperators(env).run('nightly', customers);
    const list = results.get('list')?.input ?? [];
    expect(list.map(({ place }) => place)).toEqual([0, 0, 2, 5, 5, 5]);
    expect(keysOf(list)).toContain('Ada@x.test');
  });

  it('know a record after a map by the key that map sets, and fail those without one', async () => {
    const alone = pretendPlan({}, [
      pretendStep('nightly', { type: 'pretend.schedule', role: 'schedule', next: { out: ['clean'] } }),
      pretendStep('clean', {
        type: 'map',
        role: 'transform',
        config: { rest: 'keep', key: 'email', fields: [] },
        next: {},
      }),
    ]);
    const results = await compileOperators({ ...env, plan: alone }).run('nightly', [
      change('1', { email: 'a@x.test' }),
      change('2', { name: 'no mail' }),
    ]);
    expect(keysOf(results.get('clean')?.output.get('out'))).toEqual(['a@x.test']);
    expect(results.get('clean')?.failed).toMatchObject([{ code: 'source.no-key', item: { key: '2' } }]);
  });

  it('carry a delete through a map though its required fields are missing', async () => {
    const results = await compileOperators(env).run('nightly', [
      change('6', { email: 'gone@x.test' }, 'delete'),
    ]);
    expect(results.get('clean')?.failed).toEqual([]);
    expect(keysOf(results.get('clean')?.output.get('out'))).toEqual(['gone@x.test', 'gone@x.test']);
  });

  it('put aside a record that makes them throw', async () => {
    const hostile: DataRecord = {};
    Object.defineProperty(hostile, 'email', {
      enumerable: true,
      get: () => {
        throw new TypeError('boom');
      },
    });
    const results = await compileOperators(env).run('nightly', [
      change('1', hostile),
      ...customers.slice(2, 3),
    ]);
    expect(results.get('known')?.failed).toMatchObject([{ code: 'run.internal', message: 'boom' }]);
    expect(keysOf(results.get('known')?.output.get('out'))).toEqual(['3']);
  });

  it('refuse to run with a step this build does not know', () => {
    const strange = pretendPlan({}, [pretendStep('join', { type: 'join', role: 'transform' })]);
    expect(() => compileOperators({ ...env, plan: strange })).toThrow("can't run a step of type join");
  });
});

describe('a preview', () => {
  it('shows what comes into a step and what becomes of it, and writes nothing', async () => {
    const preview = await previewFlow(
      { plan, node: 'clean', samples: { nightly: customers.slice(0, 4) } },
      env,
    );
    expect(preview.input.map(({ key }) => key)).toEqual(['1', '3', '4']);
    expect(preview.output).toEqual([
      { key: 'Ada@x.test', op: 'upsert', record: { email: 'ada@x.test', name: 'Ada' }, port: 'out' },
      { key: 'Bob@x.test', op: 'upsert', record: { email: 'bob@x.test', name: 'Bob' }, port: 'out' },
    ]);
    expect(preview.filtered).toBe(1);
    expect(preview.failed).toEqual([]);
  });

  it('compiles only what leads to the step, so a later step that is broken does not matter', async () => {
    const broken = pretendPlan({}, [
      ...steps.slice(0, 3),
      pretendStep('clean', { type: 'join', role: 'transform' }),
    ]);
    const preview = await previewFlow({ plan: broken, node: 'vip', samples: { nightly: customers } }, env);
    expect(preview.output.filter(({ port }) => port === 'gold')).toHaveLength(2);
  });

  it('of a destination shows what would arrive', async () => {
    const preview = await previewFlow(
      { plan, node: 'list', samples: { nightly: customers.slice(4, 5) } },
      env,
    );
    expect(preview).toMatchObject({ input: [], output: [] });
  });
});

describe('the account of a page', () => {
  const even = {
    nightly: { in: 3, out: 3, outcomes: {} },
    known: { in: 3, out: 2, outcomes: { filtered: 1 } },
    vip: { in: 2, out: 2, outcomes: {}, ports: { gold: 1, silver: 1, else: 0 } },
    clean: { in: 2, out: 2, outcomes: {} },
    list: { in: 3, out: 0, outcomes: { created: 3 } },
  };

  it('is in order when every record is somewhere', () => {
    expect(findImbalance(plan, even)).toEqual([]);
  });

  it.each([
    ['a record that vanishes in a step', { ...even, clean: { in: 2, out: 1, outcomes: {} } }],
    ['a record with two ends', { ...even, list: { in: 3, out: 0, outcomes: { created: 3, stale: 1 } } }],
    ['a record that never arrives', { ...even, list: { in: 2, out: 0, outcomes: { created: 2 } } }],
    [
      'a record that leaves by no port',
      { ...even, vip: { ...even.vip, ports: { gold: 1, silver: 0, else: 0 } } },
    ],
  ])('names %s', (_, counts) => {
    expect(findImbalance(plan, counts).length).toBeGreaterThan(0);
  });
});

describe('a checkpoint', () => {
  const plan = pretendPlan({}, [
    pretendStep('changes', { type: 'pretend.trigger', role: 'trigger', next: { out: ['paid'] } }),
    pretendStep('paid', {
      type: 'crossing',
      role: 'checkpoint',
      config: { where: { match: 'all', tests: [{ field: 'n', is: 'greater', value: 1, ignoreCase: true }] } },
      next: { out: ['boss'] },
    }),
    pretendStep('boss', { type: 'approve', role: 'checkpoint', next: { out: ['list'] } }),
    pretendStep('list', { type: 'pretend.upsert', role: 'destination' }),
  ]);
  const env = { plan, now: () => new Date(0), expressions: null };
  const changes = [change('k1', { n: 1 }), change('k2', { n: 2 })];

  it('ends the way of a record, and begins that of what it lets on', async () => {
    const operators = compileOperators(env);
    const arrived = await operators.run('changes', changes);
    expect([...arrived.keys()]).toEqual(['changes', 'paid']);
    expect(arrived.get('paid')?.kept?.map(({ key, holds }) => [key, holds])).toEqual([
      ['k1', false],
      ['k2', true],
    ]);
    const [, kept] = arrived.get('paid')?.kept ?? [];
    const gone = await operators.resume('paid', kept === undefined ? [] : [kept]);
    expect([...gone].map(([node, { input, left }]) => [node, input.length, left])).toEqual([
      ['paid', 1, 1],
      ['boss', 1, 0],
    ]);
  });

  it('lets pass in a preview what it would let on one day', async () => {
    const results = await compileOperators(env, 'list').run('changes', changes);
    expect(results.get('list')?.input.map(({ key }) => key)).toEqual(['k2']);
    expect(results.get('paid')?.filtered.map(({ key }) => key)).toEqual(['k1']);
  });
});

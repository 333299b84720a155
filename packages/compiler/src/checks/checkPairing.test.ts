import { type AnyNodeDefinition, defineNode, sourcePorts } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { compileFlow } from '../compileFlow.ts';
import { field, env as plain, said, schema } from '../testing/catalogue.ts';
import { flow, post } from '../testing/flows.ts';

const own = [
  defineNode({
    type: 'asking.trigger',
    version: 1,
    role: 'trigger',
    title: 'Changes',
    icon: 'webhook',
    doc: 'Listens.',
    config: z.strictObject({ fetchFrom: z.string().optional() }),
    ports: sourcePorts,
    capabilities: { mayMiss: true },
  }),
  defineNode({
    type: 'able.schedule',
    version: 1,
    role: 'schedule',
    title: 'Records',
    icon: 'table',
    doc: 'Asks.',
    config: z.strictObject({}),
    ports: sourcePorts,
    capabilities: { fetches: true },
  }),
  defineNode({
    type: 'whole.sync',
    version: 1,
    role: 'sync',
    title: 'Table',
    icon: 'table',
    doc: 'Does both.',
    config: z.strictObject({ check: z.string().optional() }),
    ports: sourcePorts,
    capabilities: { fetches: true },
  }),
];
// A list of definitions of different configs has no type of its own; the compiler parses before it uses one.
const all = own as readonly unknown[] as readonly AnyNodeDefinition[];
const env = {
  definition: (type: string) => all.find((one) => one.type === type) ?? plain.definition(type),
};

const asking = (fetchFrom?: string) => ({
  type: 'asking.trigger',
  config: fetchFrom === undefined ? {} : { fetchFrom },
});
const able = { type: 'able.schedule', config: {} };
const shop = { type: 'shop.schedule', connection: 'shop', config: {} };

describe('the step a trigger reads records again from', () => {
  const check = (fetchFrom: string, nodes = {}) =>
    said(
      flow({ changes: asking(fetchFrom), out: post, ...nodes }, [['changes', 'out']]),
      'trigger.fetch-from',
      env,
    );

  it('has to be in the flow', () => {
    const [found] = check('nightly', { all: able });
    expect(found).toMatchObject({ severity: 'error', node: 'changes', path: 'fetchFrom' });
    expect(found?.title).toContain('nightly');
    expect(found?.whatToDo).toBe('Name one of: all.');
  });

  it('has to be able to read single records', () => {
    expect(check('nightly', { nightly: shop })[0]?.whatToDo).toContain('Add a schedule');
    expect(check('out')).toHaveLength(1);
    expect(check('nightly', { nightly: able })).toEqual([]);
    expect(check('table', { table: { type: 'whole.sync', config: {} } })).toEqual([]);
  });
});

it('what a trigger gives whose events only name records is what the step gives that is asked', () => {
  const document = flow({ changes: asking('nightly'), nightly: able, out: post }, [
    ['changes', 'out'],
    ['nightly', 'out'],
  ]);
  const schemas = {
    changes: schema([], { key: ['id'], open: true }),
    nightly: schema([field('id'), field('email', 'email')], { key: ['id'] }),
  };
  const { schemas: found } = compileFlow(document, { ...plain, ...env, schemas });
  expect(found.changes?.fields.map(({ name }) => name)).toEqual(['id', 'email']);
  expect(found.changes?.key).toEqual(['id']);
});

describe('a trigger', () => {
  const check = (nodes: Parameters<typeof flow>[0], edges: Parameters<typeof flow>[1]) =>
    said(flow(nodes, edges), 'trigger.unpaired', env).map(({ node, severity }) => [node, severity]);

  it('without a step that reads the same records is warned of: what gets lost can not be noticed', () => {
    expect(check({ changes: asking(), out: post }, [['changes', 'out']])).toEqual([['changes', 'warning']]);
    const nodes = { changes: asking(), nightly: able, out: post, other: post };
    const apart: Parameters<typeof flow>[1] = [
      ['changes', 'out'],
      ['nightly', 'other'],
    ];
    expect(check(nodes, apart)).toEqual([['changes', 'warning']]);
  });

  it('is paired with what reads by itself and meets it at a destination', () => {
    const nodes = { changes: asking(), nightly: able, out: post };
    expect(
      check(nodes, [
        ['changes', 'out'],
        ['nightly', 'out'],
      ]),
    ).toEqual([]);
    expect(check({ table: { type: 'whole.sync', config: {} }, out: post }, [['table', 'out']])).toEqual([]);
  });
});

it('a check has to be five fields that can be kept, or never', () => {
  const check = (text: string) =>
    said(
      flow({ table: { type: 'whole.sync', config: { check: text } }, out: post }, [['table', 'out']]),
      'schedule.cron',
      env,
    );
  expect(check('99 3 * * *')[0]).toMatchObject({ node: 'table', path: 'check' });
  expect(check('0 3 * * *')).toEqual([]);
  expect(check('never')).toEqual([]);
});

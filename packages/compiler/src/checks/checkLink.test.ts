import {
  type AnyNodeDefinition,
  defineNode,
  destinationPorts,
  type FlowDocument,
  type RecordSchema,
  sourcePorts,
} from '@syncline/model';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { compileFlow } from '../compileFlow.ts';
import { field, env as plain, schema } from '../testing/catalogue.ts';
import { flow, map, post } from '../testing/flows.ts';

const own = [
  defineNode({
    type: 'table.sync',
    version: 1,
    role: 'sync',
    title: 'Table',
    icon: 'table',
    doc: 'Reads.',
    config: z.strictObject({ changedField: z.string().optional() }),
    ports: sourcePorts,
    capabilities: { fetches: true },
  }),
  defineNode({
    type: 'api.schedule',
    version: 1,
    role: 'schedule',
    title: 'API',
    icon: 'cloud',
    doc: 'Reads.',
    config: z.strictObject({ itemPath: z.string().optional() }),
    ports: sourcePorts,
    capabilities: { fetches: true, fetchNeeds: ['itemPath'] },
  }),
  defineNode({
    type: 'hint.trigger',
    version: 1,
    role: 'trigger',
    title: 'Hook',
    icon: 'webhook',
    doc: 'Listens.',
    config: z.strictObject({ fetchFrom: z.string().optional() }),
    ports: sourcePorts,
  }),
  defineNode({
    type: 'table.upsert',
    version: 1,
    role: 'destination',
    title: 'Table',
    icon: 'table',
    doc: 'Writes.',
    config: z.strictObject({ key: z.array(z.string()).default(['id']) }),
    ports: destinationPorts,
    capabilities: { writes: ['upsert', 'delete'] },
  }),
];
// A list of definitions of different configs has no type of its own; the compiler parses before it uses one.
const all = own as readonly unknown[] as readonly AnyNodeDefinition[];

const shape = (more: RecordSchema['fields'] = [], key = ['id']) =>
  schema([field('id', 'integer'), field('mail'), field('name', 'text', { nullable: true }), ...more], {
    key,
  });
const schemas: Record<string, RecordSchema> = {
  crm: shape(),
  shop: shape(),
  toCrm: shape(),
  toShop: shape(),
};

const link = (config: Record<string, unknown> = {}) => ({
  type: 'link',
  config: {
    sideA: 'crm',
    sideB: 'shop',
    fields: [
      { a: 'mail', b: 'mail', wins: 'a' },
      { a: 'name', b: 'name', wins: 'manual' },
    ],
    ...config,
  },
});
const table = { type: 'table.sync', config: {} };
const write = { type: 'table.upsert', config: {} };
const nodes = (config: Record<string, unknown> = {}): FlowDocument['nodes'] => ({
  crm: table,
  shop: table,
  both: link(config),
  toCrm: write,
  toShop: write,
});
const edges: FlowDocument['edges'] = [
  ['crm', 'both'],
  ['shop', 'both'],
  ['both', 'toCrm', 'to-a'],
  ['both', 'toShop', 'to-b'],
];

function compile(document: FlowDocument, more: Record<string, RecordSchema> = {}) {
  return compileFlow(document, {
    ...plain,
    definition: (type) => all.find((one) => one.type === type) ?? plain.definition(type),
    schemas: { ...schemas, ...more },
  });
}

/** Codes with their place, of errors and warnings. */
const said = (...args: Parameters<typeof compile>) =>
  compile(...args).diagnostics.map(({ code, path, field: name, port }) =>
    [code, path ?? port, name].filter(Boolean).join(' '),
  );
const withFields = (...fields: object[]) => flow(nodes({ fields }), edges);

describe('a two-way link', () => {
  it('between two steps that read and two that write compiles without a word, and is a checkpoint of the plan', () => {
    const { plan, diagnostics } = compile(flow(nodes(), edges));
    expect(diagnostics).toEqual([]);
    expect(plan?.steps.map(({ node, role }) => `${node} ${role}`)).toEqual([
      'crm sync',
      'shop sync',
      'both checkpoint',
      'toCrm destination',
      'toShop destination',
    ]);
    expect(plan?.steps[2]?.next).toEqual({ 'to-a': ['toCrm'], 'to-b': ['toShop'] });
    expect(plan?.splittable).toBe(true);
  });

  it('may be told by a trigger that only says which records of a side changed', () => {
    const hook = { type: 'hint.trigger', config: { fetchFrom: 'shop' } };
    expect(said(flow({ ...nodes(), hook }, [...edges, ['hook', 'both']]))).toEqual([]);
  });

  it('has words for sides it is not led into by, or that are no steps at all', () => {
    expect(said(flow(nodes({ sideB: 'store' }), edges))).toEqual(['link.shape', 'link.side sideB']);
    const [found] = compile(flow(nodes({ sideB: 'store' }), edges)).diagnostics.filter(
      ({ code }) => code === 'link.side',
    );
    expect(found?.title).toBe('both keeps store equal, which is no step of this flow');
    expect(found?.whatToDo).toBe('Name one of the steps that lead into it: crm, shop.');
  });

  it('refuses a side that can not be asked for single records', () => {
    expect(
      said(flow({ ...nodes(), shop: { type: 'shop.schedule', connection: 'x', config: {} } }, edges)),
    ).toContain('link.side sideB');
    const api = (config: object) => ({ ...nodes(), shop: { type: 'api.schedule', config: { ...config } } });
    const [found] = compile(flow(api({}), edges)).diagnostics;
    expect(found).toMatchObject({ code: 'link.side', whatToDo: 'Fill in itemPath of shop.' });
    expect(said(flow(api({ itemPath: '/c/{{key}}' }), edges))).toEqual([]);
  });

  it('refuses steps before it, and more than one behind a way', () => {
    expect(
      said(flow({ ...nodes(), clean: map }, [['crm', 'clean'], ['clean', 'both'], ...edges.slice(1)])),
    ).toEqual(expect.arrayContaining(['link.shape', 'link.side sideA']));
    expect(said(flow({ ...nodes(), more: post }, [...edges, ['both', 'more', 'to-a']]))).toContain(
      'link.shape to-a',
    );
    expect(
      said(
        flow({ ...nodes(), clean: map }, [
          ...edges.slice(0, 3),
          ['both', 'clean', 'to-b'],
          ['clean', 'toShop'],
        ]),
      ),
    ).toContain('link.shape to-b');
    expect(said(flow(nodes(), edges.slice(0, 3)))).toContain('link.shape to-b');
    expect(said(flow(nodes(), [...edges.slice(0, 3), ['both', 'toCrm', 'to-b']]))).toContain('link.shape');
    expect(said(flow(nodes(), [...edges, ['crm', 'toShop']]))).toContain('link.shape to-b');
  });

  it('refuses fields that are not there, on either side', () => {
    expect(
      said(withFields({ a: 'mail', b: 'email', wins: 'a' }, { a: 'nome', b: 'name', wins: 'a' })),
    ).toEqual(['link.unknown-field fields.0.b email', 'link.unknown-field fields.1.a nome']);
    expect(said(flow(nodes({ changedAtB: 'touched' }), edges))).toEqual([
      'link.unknown-field changedAtB touched',
    ]);
  });

  it('links records by their key alone, the same in what reads and what writes', () => {
    expect(said(withFields({ a: 'id', b: 'id', wins: 'a' }))).toEqual([
      'link.key-field fields.0.a id',
      'link.key-field fields.0.b id',
    ]);
    expect(said(flow(nodes(), edges), { shop: shape([field('no', 'integer')], ['id', 'no']) })).toContain(
      'link.key',
    );
    const byMail = { ...nodes(), toShop: { type: 'table.upsert', config: { key: ['no'] } } };
    const numbered = shape([field('no', 'integer')]);
    expect(said(flow(byMail, edges), { toShop: numbered })).toContain('link.key');
  });

  it('never sends a field to the system that fills it itself', () => {
    const computed = {
      shop: shape([field('score', 'integer')]),
      toShop: shape([field('score', 'integer', { readOnly: true })]),
    };
    const scored = {
      crm: shape([field('score', 'integer')]),
      toCrm: shape([field('score', 'integer')]),
      ...computed,
    };
    const linked = (wins: string) => withFields({ a: 'score', b: 'score', wins });
    expect(said(linked('a'), scored)).toEqual(['link.read-only-field fields.0.wins score']);
    expect(said(linked('b'), scored)).toEqual([]);
  });

  it('fills what a new record needs on the other side', () => {
    const strict = shape([field('city', 'text', { required: true })]);
    expect(said(flow(nodes(), edges), { toShop: strict })).toEqual(['link.required-field fields city']);
  });

  it('gives a destination that names no key the one its side is read by', () => {
    const send = { ...nodes(), toShop: { type: 'post.send', config: {} } };
    const named = schema([field('id', 'text', { required: true })], { open: true });
    expect(said(flow(send, edges), { toShop: named })).toEqual([]);
  });

  it('refuses fields whose values can never be each other', () => {
    const flagged = shape([field('active', 'boolean')]);
    const dated = shape([field('active', 'date')]);
    const linked = withFields({ a: 'active', b: 'active', wins: 'manual' });
    expect(said(linked, { crm: flagged, toCrm: flagged, shop: dated, toShop: dated })).toEqual([
      'link.type fields.0 active',
    ]);
  });

  it('says which side wins where nothing tells the later change', () => {
    const latest = { fields: [{ a: 'mail', b: 'mail' }], changedAtA: 'name' };
    const { plan, diagnostics } = compile(flow(nodes(latest), edges));
    expect(plan).not.toBeNull();
    expect(diagnostics).toMatchObject([{ severity: 'warning', code: 'link.no-time', path: 'changedAtB' }]);
    expect(said(flow(nodes({ ...latest, changedAtB: 'name' }), edges))).toEqual([]);
  });

  it('refuses a field linked twice and a side that is both', () => {
    expect(said(withFields({ a: 'mail', b: 'mail' }, { a: 'mail', b: 'name' }))).toContain(
      'step.config fields.1.a',
    );
    expect(said(flow(nodes({ sideB: 'crm' }), edges))).toContain('step.config sideB');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonicalJson.ts';
import { flowDocumentSchema } from './document.ts';
import { edgePort } from './edgePort.ts';
import { emptyFlow } from './emptyFlow.ts';
import { logicOf } from './logicOf.ts';

const flow = flowDocumentSchema.parse({
  syncline: 1,
  name: 'Contacts',
  nodes: {
    source: {
      type: 'postgres.schedule',
      connection: 'shop',
      config: { table: 'contacts', cron: '0 2 * * *' },
    },
    target: { type: 'postgres.upsert', connection: 'crm', config: { table: 'people', key: ['id'] } },
  },
  edges: [['source', 'target']],
  layout: { source: [0, 0], target: [260, 0] },
});

describe('the flow document', () => {
  it.each([
    ['an unknown key', { ...flow, colour: 'red' }, 'colour'],
    ['a version it does not know', { ...flow, syncline: 2 }, 'version 1'],
    ['no name', { ...flow, name: '  ' }, 'name'],
    ['an edge with one end', { ...flow, edges: [['source']] }, 'edges'],
    ['a node called like a prototype', { ...flow, nodes: { constructor: flow.nodes.source } }, 'nodes'],
    ['a type with spaces', { ...flow, nodes: { a: { type: 'my type' } } }, 'type'],
    ['more than 16 parts', { ...flow, settings: { parts: 99 } }, 'parts'],
  ])('refuses %s and names the place', (_what, document, word) => {
    const parsed = flowDocumentSchema.safeParse(document);
    expect(parsed.success).toBe(false);
    expect(JSON.stringify(parsed.error?.issues)).toContain(word);
  });

  it('keeps a hostile node name from becoming a prototype', () => {
    const hostile: unknown = JSON.parse(
      '{"syncline":1,"name":"x","nodes":{"__proto__":{"type":"map"}},"edges":[]}',
    );
    const parsed = flowDocumentSchema.safeParse(hostile);
    if (parsed.success) expect(Object.getPrototypeOf(parsed.data.nodes)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).type).toBeUndefined();
  });

  it('reads an edge without a port as the only way out', () => {
    expect(edgePort(['a', 'b'])).toBe('out');
    expect(edgePort(['a', 'b', 'vip'])).toBe('vip');
  });

  it('starts empty and valid', () => {
    expect(flowDocumentSchema.safeParse(emptyFlow('New flow')).success).toBe(true);
  });
});

describe('logicOf', () => {
  it('does not change when only the picture changes', () => {
    const moved = {
      ...flow,
      layout: { source: [9, 9] as [number, number] },
      notes: [{ text: 'hi', at: [0, 0] as [number, number] }],
    };
    expect(logicOf(moved)).toBe(logicOf(flow));
  });

  it('does not change with the order of nodes and edges', () => {
    const { source, target } = flow.nodes;
    if (!source || !target) throw new Error('fixture');
    expect(logicOf({ ...flow, nodes: { target, source } })).toBe(logicOf(flow));
  });

  it('changes when a config changes', () => {
    const { source, target } = flow.nodes;
    if (!source || !target) throw new Error('fixture');
    const other = { ...flow, nodes: { target, source: { ...source, config: { table: 'orders' } } } };
    expect(logicOf(other)).not.toBe(logicOf(flow));
  });
});

describe('canonicalJson', () => {
  it('gives one text for one value, whatever the order of its keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const shuffled: unknown = JSON.parse(JSON.stringify(value), (_key, inner: unknown) =>
          inner && typeof inner === 'object' && !Array.isArray(inner)
            ? Object.fromEntries(Object.entries(inner).reverse())
            : inner,
        );
        expect(canonicalJson(shuffled)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('leaves out what is not there and keeps null', () => {
    expect(canonicalJson({ b: undefined, a: null })).toBe('{"a":null}');
  });

  it.each([
    ['NaN', Number.NaN],
    ['infinity', Infinity],
    ['a bigint', 1n],
    ['a function', () => 1],
  ])('refuses %s', (_name, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });

  it('refuses a value that contains itself', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(() => canonicalJson(loop)).toThrow('contains itself');
  });
});

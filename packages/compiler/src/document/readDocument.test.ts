import { describe, expect, it } from 'vitest';
import { readDocument } from './readDocument.ts';

const good = { syncline: 1, name: 'A', nodes: { a: { type: 'map' } }, edges: [] };
const problems = (input: unknown) =>
  readDocument(input).problems.map(({ code, path, title, whatToDo }) => [code, path, `${title} ${whatToDo}`]);

describe('a document', () => {
  it('is read with its defaults', () => {
    expect(readDocument(good).document?.nodes.a).toEqual({ type: 'map', config: {} });
  });

  it('is one graph however its only way out is spelled', () => {
    const nodes = { a: { type: 'map' }, b: { type: 'map' } };
    const spelled = { ...good, nodes, edges: [['a', 'b', 'out']] };
    expect(readDocument(spelled).document?.edges).toEqual([['a', 'b']]);
    expect(readDocument({ ...spelled, edges: [['a', 'b', 'yes']] }).document?.edges).toEqual([
      ['a', 'b', 'yes'],
    ]);
  });

  it.each([[null], [undefined], [3], ['flow'], [[]], [true]])('says that %s is no document', (input) => {
    expect(problems(input)[0]?.[2]).toMatch(/^The document (must be an object|has no value)/);
  });

  it('names each key it does not know, and those it knows', () => {
    const [top, node] = problems({ ...good, zip: 1, zap: 2, nodes: { a: { type: 'map', colour: 'red' } } })
      .map(([, , words]) => words)
      .sort((a = '', b = '') => (a < b ? 1 : -1));
    expect(top).toContain('zip, zap: not known in a flow');
    expect(top).toContain('syncline, name');
    expect(node).toContain('colour: not known in nodes.a');
    expect(node).toContain('type, version, title');
  });

  it('says how a name has to look', () => {
    expect(problems({ ...good, nodes: { '2nd step': { type: 'map' } } })).toEqual([
      ['flow.name', 'nodes.2nd step', expect.stringContaining('Use a letter, then letters')],
    ]);
    expect(problems({ ...good, nodes: { constructor: { type: 'map' } } })[0]?.[0]).toBe('flow.name');
  });

  it('says how an edge is written', () => {
    expect(problems({ ...good, edges: [['a']] })).toEqual([
      ['flow.edge', 'edges.0', expect.stringContaining('["from", "to"]')],
    ]);
  });

  it('says which version it reads', () => {
    expect(problems({ ...good, syncline: 2 })[0]?.[2]).toContain('version 1 of the flow document');
  });

  it('does not drop a reserved name in silence', () => {
    const text = '{"syncline":1,"name":"A","nodes":{"__proto__":{"type":"map"}},"edges":[]}';
    expect(problems(JSON.parse(text))).toEqual([
      ['flow.reserved-name', 'nodes.__proto__', expect.stringContaining('Choose another name')],
    ]);
  });

  it('refuses nesting that would exhaust readers after it, at any depth', () => {
    const deep = (levels: number) => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);
    const config = (levels: number) => ({ ...good, nodes: { a: { type: 'map', config: deep(levels) } } });
    expect(problems(config(20))).toEqual([]);
    expect(problems(config(100))[0]?.[0]).toBe('flow.too-deep');
    expect(problems(config(100_000))[0]?.[0]).toBe('flow.too-deep');
    expect(problems(JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`))[0]?.[0]).toBe(
      'flow.too-deep',
    );
  });

  it('refuses what JSON cannot hold', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    for (const value of [() => 1, 1n, Number.NaN, Symbol('s'), circle]) {
      const found = problems({ ...good, nodes: { a: { type: 'map', config: { value } } } });
      expect(found[0]?.[0]).toMatch(/flow\.(not-json|too-deep)/);
    }
  });
});

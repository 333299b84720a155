import { type FlowNode, flowDocumentSchema } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { createDocStore } from './docStore.ts';
import { cut, freeName } from './edits.ts';

const map: FlowNode = { type: 'map', config: {} };
const open = () =>
  createDocStore({
    document: flowDocumentSchema.parse({
      syncline: 1,
      name: 'Test',
      nodes: { a: { type: 'postgres.schedule' }, b: { type: 'postgres.upsert' } },
      edges: [['a', 'b']],
      layout: { a: [0, 0], b: [400, 0] },
    }),
    bindings: {},
  });

describe('editing a flow', () => {
  it('puts a step into a line and takes it out again, leaving the line whole', () => {
    const store = open();
    store.getState().insertNode('m', map, [200, 0], ['a', 'b']);
    expect(store.getState().document.edges).toEqual([
      ['a', 'm'],
      ['m', 'b'],
    ]);
    store.getState().removeNodes(['m']);
    expect(store.getState().document.edges).toEqual([['a', 'b']]);
    expect(store.getState().document.layout).not.toHaveProperty('m');
  });

  it('undoes and redoes one action at a time, mapping edits included', () => {
    const store = open();
    store.getState().addNode('m', map, [1, 1]);
    store.getState().setConfig('m', { fields: [{ to: 'email' }] });
    store.temporal.getState().undo();
    expect(store.getState().document.nodes.m?.config).toEqual({});
    store.temporal.getState().undo();
    expect(store.getState().document.nodes).not.toHaveProperty('m');
    store.temporal.getState().redo();
    store.temporal.getState().redo();
    expect(store.getState().document.nodes.m?.config).toEqual({ fields: [{ to: 'email' }] });
  });

  it('does not fill the history with edits that change nothing', () => {
    const store = open();
    store.getState().connect(['a', 'b']);
    expect(store.temporal.getState().pastStates).toHaveLength(0);
  });

  it('keeps what a server or this browser had stored out of the history', () => {
    const store = open();
    const { document, bindings } = store.getState();
    store.getState().load({ document: { ...document, name: 'Newer' }, bindings });
    expect(store.getState().document.name).toBe('Newer');
    expect(store.temporal.getState().pastStates).toHaveLength(0);
    store.getState().setTitle('a', 'Orders');
    expect(store.temporal.getState().pastStates).toHaveLength(1);
    store.temporal.getState().undo();
    expect(store.getState().document.name).toBe('Newer');
  });

  it('pastes steps with their edges under free names', () => {
    const store = open();
    const names = store.getState().paste(cut(store.getState().document, ['a', 'b']), [100, 300]);
    expect(names).toEqual(['a2', 'b2']);
    expect(store.getState().document.edges).toContainEqual(['a2', 'b2']);
    expect(store.getState().document.layout?.b2).toEqual([500, 300]);
  });

  it('finds readable free names and never a prototype’s', () => {
    expect(freeName({ map: 1, map2: 1 }, 'map')).toBe('map3');
    expect(freeName({}, 'constructor')).not.toBe('constructor');
    expect(freeName({}, '1 é')).toMatch(/^[A-Za-z]/);
  });
});

import { flowDocumentSchema } from '@syncline/model';
import { beforeEach, expect, it } from 'vitest';
import { createDocStore, type DocStoreApi } from '../flow/docStore.ts';
import { writeOnce } from './writeOnce.ts';

let doc: DocStoreApi;
let clock = 0;
const write = (text: string, key: string | null = 'map path') =>
  writeOnce(
    doc,
    key,
    () => doc.getState().setConfig('map', { path: text }),
    () => clock,
  );
const entries = () => doc.temporal.getState().pastStates.length;
const held = () => doc.getState().document.nodes.map?.config;

beforeEach(() => {
  clock = 0;
  doc = createDocStore({
    document: flowDocumentSchema.parse({
      syncline: 1,
      name: 'Test',
      nodes: { map: { type: 'map' } },
      edges: [],
    }),
    bindings: {},
  });
});

it('makes one entry of the history of a word typed without a pause', () => {
  for (const text of ['e', 'em', 'ema']) {
    clock += 200;
    write(text);
  }
  expect(entries()).toBe(1);
  doc.temporal.getState().undo();
  expect(held()).toEqual({});
});

it('begins a new entry after a pause, in another field, and for a choice', () => {
  write('a');
  clock += 700;
  write('ab');
  write('x', 'map other');
  write('y', null);
  write('z', null);
  expect(entries()).toBe(5);
});

it('does not swallow what is typed right after an undo', () => {
  write('a');
  doc.temporal.getState().undo();
  clock += 100;
  write('b');
  expect(entries()).toBe(1);
  doc.temporal.getState().undo();
  expect(held()).toEqual({});
});

it('keeps recording when an edit throws', () => {
  write('a');
  expect(() =>
    writeOnce(
      doc,
      'map path',
      () => {
        throw new Error('broken');
      },
      () => clock,
    ),
  ).toThrow('broken');
  expect(doc.temporal.getState().isTracking).toBe(true);
});

import type { FlowDocument, Template } from '@syncline/model';
import { beforeEach, describe, expect, it } from 'vitest';
import { templateIdOf } from './templateIdOf.ts';
import { createTemplateShelf } from './templateShelf.ts';

const document: FlowDocument = { syncline: 1, name: 'T', nodes: {}, edges: [] };
const shipped: Template = {
  id: 'shipped',
  title: 'Shipped',
  summary: '',
  note: '',
  mode: 'schedule',
  systems: [],
  document,
  needs: { database: { kind: 'postgres', builtIn: 'database' }, crm: { kind: 'http' } },
  files: { 'a.csv': 'id\n1\n' },
  setup: ['create table a ()'],
  posts: { hook: [{ id: 1 }] },
};

let done: string[];
let kept: Template[];
let connections: { id: string; name: string; kind: string }[];
const shelf = () =>
  createTemplateShelf({
    shipped: [shipped],
    kept: {
      list: async () => kept,
      insert: async (template) => void kept.push(template),
      remove: async (id) => void done.push(`remove ${id}`),
    },
    connections: async () => connections,
    files: { saveIfAbsent: async (name) => void done.push(`file ${name}`) },
    nameTaken: async (name) => name === 'Shipped',
    createDraft: async (draft, bindings) => {
      done.push(`draft ${draft.name} ${JSON.stringify(bindings)}`);
      return { id: 'f1' };
    },
    keepSample: async (flow, node) => void done.push(`sample ${flow} ${node}`),
    runSetup: async (statements) => void done.push(...statements),
  });

beforeEach(() => {
  done = [];
  kept = [];
  connections = [{ id: 'database', name: 'Built-in database', kind: 'postgres' }];
});

describe('templates', () => {
  it('say which of their needs are met', async () => {
    expect((await shelf().list())[0]).toMatchObject({
      ready: { database: true, crm: false },
      runsAtOnce: false,
    });
    connections.push({ id: 'c1', name: 'CRM', kind: 'http' });
    expect((await shelf().list())[0]).toMatchObject({ ready: { crm: true }, runsAtOnce: true });
  });

  it('do not show their files and statements in the list', async () => {
    const [first] = await shelf().list();
    expect(first).not.toHaveProperty('files');
    expect(first).not.toHaveProperty('setup');
  });

  it('bring their sample data and get a name of their own', async () => {
    connections.push({ id: 'c1', name: 'CRM', kind: 'http' });
    await shelf().use('shipped', {});
    expect(done).toEqual([
      'file a.csv',
      'create table a ()',
      'draft Shipped 2 {"database":"database","crm":"c1"}',
      'sample f1 hook',
    ]);
  });

  it('are bound to what was chosen, and refuse what does not fit', async () => {
    connections.push({ id: 'pg2', name: 'Other', kind: 'postgres' });
    await shelf().use('shipped', { bindings: { database: 'pg2' } });
    expect(done.join()).toContain('{"database":"pg2"}');
    await expect(shelf().use('shipped', { bindings: { crm: 'pg2' } })).rejects.toMatchObject({
      code: 'connection.missing',
    });
    await expect(shelf().use('none', {})).rejects.toMatchObject({ code: 'not-found' });
  });

  it('of other people never run statements, however they came to be kept', async () => {
    await expect(shelf().keep({ ...shipped, id: 'mine' })).rejects.toMatchObject({
      code: 'request.invalid',
      options: { path: 'body.setup' },
    });
    kept.push({ ...shipped, id: 'smuggled' });
    await shelf().use('smuggled', {});
    expect(done).not.toContain('create table a ()');
  });

  it('that are shipped keep their id and stay', async () => {
    const { setup: _setup, ...harmless } = shipped;
    await expect(shelf().keep(harmless)).rejects.toMatchObject({ code: 'conflict.name' });
    await expect(shelf().remove('shipped')).rejects.toMatchObject({ code: 'conflict.in-use' });
    expect(await shelf().keep({ ...harmless, id: 'mine' })).toMatchObject({ shipped: false });
  });
});

it.each([
  ['Müller & Söhne: nightly', 'muller-sohne-nightly'],
  ['顧客', 'flow'],
  ['-- A --', 'a'],
  ['x'.repeat(100), 'x'.repeat(64)],
])('an exported template of %s is called %s', (name, id) => {
  expect(templateIdOf(name)).toBe(id);
});

import { type FlowDocument, openSchema, type RecordSchema, SyncError } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { createConnectionDoor } from '../connections/connectionDoor.ts';
import { createDraftCompiler } from './draftCompiler.ts';
import { createNodeTypes, type NodeTypes } from './nodeTypes.ts';
import { createSchemaFinder } from './schemaFinder.ts';

const table: RecordSchema = {
  fields: [
    { name: 'id', type: 'text', nullable: false, required: true },
    { name: 'email', type: 'text', nullable: false, required: true },
  ],
  key: ['id'],
  cursorFields: [],
  open: false,
};

const document: FlowDocument = {
  syncline: 1,
  name: 'Leads',
  nodes: {
    form: { type: 'webhook.trigger', config: { key: ['id'] } },
    tidy: { type: 'map', config: { fields: [{ to: 'id', from: 'id', type: 'text' }] } },
    leads: { type: 'postgres.upsert', connection: 'db', config: { table: 'leads', key: ['id'] } },
  },
  edges: [
    ['form', 'tidy'],
    ['tidy', 'leads'],
  ],
};
const draft = { flowId: null, document, bindings: { db: 'c1' } };

/** The real node types; what the database says of its table comes from the test. */
function compilerOver(describe: () => Promise<RecordSchema>) {
  const clock = { now: 0 };
  const asked = { count: 0 };
  const real = createNodeTypes();
  const nodeTypes: NodeTypes = {
    ...real,
    connector: (type) => {
      const connector = real.connector(type);
      const destination = connector?.destinations[type];
      if (!connector || !destination) return connector;
      const pretended = {
        ...destination,
        delivery: async () => 'T' as const,
        describe: async () => {
          asked.count += 1;
          return describe();
        },
      };
      return { ...connector, destinations: { [type]: pretended } };
    },
  };
  const door = createConnectionDoor({
    open: async () => ({ kind: 'postgres', config: {} }),
    dataFolder: '/nowhere',
    egressAllow: [],
    now: () => new Date(),
  });
  const schemas = createSchemaFinder({ nodeTypes, door, now: () => clock.now });
  const compiler = createDraftCompiler({
    nodeTypes,
    schemas,
    connectionKinds: async () => new Map([['c1', 'postgres']]),
    samples: async () => [],
  });
  return { compiler, schemas, clock, asked };
}

const codesOf = (diagnostics: { severity: string; code: string; field?: string | undefined }[]) =>
  diagnostics.map(({ severity, code, field }) => [severity, code, field]);

describe('a draft', () => {
  it('is checked against the fields its destination has', async () => {
    const { compiler } = compilerOver(async () => table);
    const { plan, diagnostics, delivery } = await compiler.compile(draft);
    expect(plan).toBeNull();
    expect(codesOf(diagnostics)).toContainEqual(['error', 'mapping.required-field-unmapped', 'email']);
    expect(delivery).toEqual({ leads: 'T' });
  });

  it('compiles while a system is away, and says that its fields are not known', async () => {
    const { compiler } = compilerOver(async () => {
      throw new SyncError('retry', 'destination.unreachable', 'db.example.test does not answer');
    });
    const { plan, diagnostics } = await compiler.compile(draft);
    expect(plan?.destinations).toEqual(['leads']);
    const note = diagnostics.find(({ code }) => code === 'schema.unknown');
    expect(note).toMatchObject({ severity: 'warning', node: 'leads' });
    expect(note?.title).toContain('db.example.test does not answer');
  });

  it('asks a system once a minute, at once when told to, and soon again after a failure', async () => {
    let away = false;
    const { compiler, clock, asked, schemas } = compilerOver(async () => {
      if (away) throw new Error('away');
      return openSchema;
    });
    await compiler.compile(draft);
    await compiler.compile(draft);
    expect(asked.count).toBe(1);
    await compiler.compile(draft, { refresh: true });
    expect(asked.count).toBe(2);
    clock.now += 60_001;
    away = true;
    await compiler.compile(draft);
    expect(asked.count).toBe(3);
    clock.now += 5_001;
    await compiler.compile(draft);
    expect(asked.count).toBe(4);
    away = false;
    schemas.forget('c1');
    await compiler.compile(draft);
    expect(asked.count).toBe(5);
  });

  it('is counted for problems without asking anybody', async () => {
    const { compiler, asked } = compilerOver(async () => table);
    expect(await compiler.countProblems(draft)).toBe(0);
    expect(asked.count).toBe(0);
    await compiler.compile(draft);
    expect(await compiler.countProblems(draft)).toBe(1);
    expect(asked.count).toBe(1);
  });

  it('can be previewed up to a step while the rest is not finished', async () => {
    const { compiler } = compilerOver(async () => table);
    const { plan, diagnostics } = await compiler.compileUpTo(draft, 'tidy');
    expect(codesOf(diagnostics.filter(({ severity }) => severity === 'error'))).toEqual([]);
    expect(plan?.steps.map(({ node }) => node)).toEqual(['form', 'tidy', 'previewEnd']);
    const atEnd = await compiler.compileUpTo(draft, 'leads');
    expect(atEnd.plan?.steps.map(({ node, type }) => [node, type]).at(-1)).toEqual(['leads', 'preview.end']);
  });

  it('cannot be previewed through a step that is broken itself', async () => {
    const { compiler } = compilerOver(async () => table);
    const broken: FlowDocument = {
      ...document,
      nodes: { ...document.nodes, tidy: { type: 'map', config: { fields: [{ to: '' }] } } },
    };
    const { plan } = await compiler.compileUpTo({ ...draft, document: broken }, 'tidy');
    expect(plan).toBeNull();
  });
});

import type { FlowDocument, Plan } from '@syncline/model';
import { Pool } from 'pg';
import type { Cipher } from '../cipher.ts';
import type { StoredFlow } from '../flows/flowRow.ts';
import { openStore, type Store } from '../openStore.ts';
import { createFreshDatabase } from './freshDatabase.ts';

/** A store on a database of its own, and a plain connection to look behind it. */
export interface StoreFixture {
  store: Store;
  url: string;
  /** Rows of a statement, for looking at what is really there. */
  rows: <R extends object>(text: string, values?: unknown[]) => Promise<R[]>;
  /** A second process, as far as the database can tell. */
  openAnother: () => Promise<Store>;
  close: () => Promise<void>;
}

/** Reversible and recognisable: what it seals is not the text, and opens only for its purpose. */
export const testCipher: Cipher = {
  seal: (text, purpose) => Buffer.from(JSON.stringify([purpose, Buffer.from(text).toString('base64')])),
  open: (sealed, purpose) => {
    const [of, text]: [string, string] = JSON.parse(Buffer.from(sealed).toString('utf8'));
    if (of !== purpose) throw new Error(`sealed for ${of}, not for ${purpose}`);
    return Buffer.from(text, 'base64').toString('utf8');
  },
};

export async function openFixture(): Promise<StoreFixture> {
  const database = await createFreshDatabase(testCipher);
  const open = () => openStore({ url: database.url, cipher: testCipher, poolSize: 8 });
  const stores = [await open()];
  const pool = new Pool({ connectionString: database.url, max: 4 });
  // A pool says that it has ended while its connections still say goodbye; those the drop of the database then cuts off.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', () => undefined);
  const [store] = stores;
  if (store === undefined) throw new Error('no store');
  return {
    store,
    url: database.url,
    rows: async <R extends object>(text: string, values: unknown[] = []) =>
      (await pool.query(text, values)).rows as R[],
    openAnother: async () => {
      const another = await open();
      stores.push(another);
      return another;
    },
    close: async () => {
      for (const each of stores) await each.close();
      await pool.end();
      await database.drop();
    },
  };
}

export function sampleDocument(name: string): FlowDocument {
  return {
    syncline: 1,
    name,
    nodes: {
      hook: { type: 'webhook.trigger', config: {} },
      nightly: { type: 'postgres.schedule', config: {} },
      clean: { type: 'map', config: {} },
      target: { type: 'postgres.upsert', connection: 'main', config: {} },
    },
    edges: [
      ['hook', 'clean'],
      ['nightly', 'clean'],
      ['clean', 'target'],
    ],
  };
}

function samplePlan(parts: number): Plan {
  const step = (
    node: string,
    role: Plan['steps'][number]['role'],
    next: string[],
  ): Plan['steps'][number] => ({
    node,
    type: node,
    version: 1,
    role,
    title: `The ${node}`,
    connection: null,
    config: {},
    next: { out: next },
    schema: { fields: [], key: [], cursorFields: [], open: true },
  });
  return {
    hash: 'plan',
    settings: { parts, overlap: 'queue-one', catchup: 'latest', errorBudget: 100 },
    tables: {},
    steps: [
      step('hook', 'trigger', ['clean']),
      step('nightly', 'schedule', ['clean']),
      step('clean', 'transform', ['target']),
      step('target', 'destination', []),
    ],
    feeders: ['hook', 'nightly'],
    destinations: ['target'],
    splittable: true,
  };
}

export interface PublishedFlow extends StoredFlow {
  destinationId: string;
  endpointNo: number;
}

let published = 0;

/** A live flow with a webhook, a schedule due at `nextSlot` and one destination. */
export async function publishSample(
  { store, rows }: StoreFixture,
  options: {
    parts?: number;
    nextSlot?: Date;
    overlap?: 'skip' | 'queue-one' | 'queue-all' | 'replace';
    bindings?: Record<string, string>;
  } = {},
): Promise<PublishedFlow> {
  published += 1;
  const document = sampleDocument(`Flow ${String(published).padStart(4, '0')}`);
  const draft = await store.flows.insert({
    document,
    bindings: options.bindings,
    triggers: ['hook'],
    problems: 0,
  });
  const flow = await store.flows.publish(draft.id, {
    document,
    plan: samplePlan(options.parts ?? 1),
    triggers: ['hook'],
    schedules: [
      {
        node: 'nightly',
        kind: 'read',
        cron: '0 2 * * *',
        timezone: 'UTC',
        overlap: options.overlap ?? 'queue-one',
        catchup: 'latest',
        nextSlot: options.nextSlot ?? new Date(Date.now() + 86_400_000),
      },
    ],
  });
  const [destination] = await rows<{ id: string }>('select id from syncline.destination where flow_id = $1', [
    flow.id,
  ]);
  const [endpoint] = await rows<{ no: number }>('select no from syncline.endpoint where flow_id = $1', [
    flow.id,
  ]);
  return { ...flow, destinationId: destination?.id ?? '', endpointNo: endpoint?.no ?? 0 };
}

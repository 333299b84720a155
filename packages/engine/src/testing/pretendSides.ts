import {
  type Change,
  type DataRecord,
  type DeliveryClass,
  type Destination,
  type Intake,
  noVersion,
  openSchema,
  type Plan,
  type Source,
  type WriteOutcome,
  type WriteRecord,
} from '@syncline/model';
import type { ConnectorPort } from '../ports.ts';
import { pretendPlan, pretendStep as step } from './pretendFlow.ts';

/** One system of a two-way link: people edit it, Syncline reads and writes it. */
export interface PretendSide {
  rows: Map<string, DataRecord>;
  /** What the system makes of what it is told. */
  spell: (record: DataRecord) => DataRecord;
  /** Writes that changed something, as "key=content". */
  history: string[];
  reads: number;
  fetched: number;
  /** When a batch has come, before it is applied. */
  onSent: () => unknown;
  /** After a batch was applied, before the answer. */
  onApplied: (batch: readonly WriteRecord[]) => unknown;
  refuses: (record: WriteRecord) => boolean;
  /** Updates it was sent. */
  writes: number;
  /** It compares before it writes, and its answer holds the record as it then is. */
  answers: boolean;
}

export interface PretendSides {
  a: PretendSide;
  b: PretendSide;
  connectors: ConnectorPort;
}

const newSide = (): PretendSide => ({
  rows: new Map(),
  spell: (record) => record,
  history: [],
  reads: 0,
  fetched: 0,
  onSent: () => undefined,
  onApplied: () => undefined,
  refuses: () => false,
  writes: 0,
  answers: false,
});

/** Side a calls its fields mail, name and plan, side b email, name and tier. */
export function linkPlan(
  config: Record<string, unknown> = {},
  settings: Partial<Plan['settings']> = {},
  deletes = 'delete',
): Plan {
  return pretendPlan(settings, [
    step('a', { type: 'side.a', role: 'sync', config: { key: 'id' }, next: { out: ['link'] } }),
    step('b', { type: 'side.b', role: 'sync', config: { key: 'id' }, next: { out: ['link'] } }),
    step('link', {
      type: 'link',
      role: 'checkpoint',
      config: {
        sideA: 'a',
        sideB: 'b',
        fields: [
          { a: 'mail', b: 'email', wins: 'latest' },
          { a: 'name', b: 'name', wins: 'manual' },
          { a: 'plan', b: 'tier', wins: 'a' },
        ],
        deleteOrEdit: 'edit-wins',
        skewSeconds: 2,
        tieGoesTo: 'a',
        ...config,
      },
      next: { 'to-a': ['write-a'], 'to-b': ['write-b'] },
    }),
    step('write-a', { type: 'write.a', role: 'destination', config: { key: 'id', deletes } }),
    step('write-b', { type: 'write.b', role: 'destination', config: { key: 'id', deletes } }),
  ]);
}

export function createPretendSides(delivery: DeliveryClass = 'T', maxBatch = 100): PretendSides {
  const sides: Record<string, PretendSide> = { a: newSide(), b: newSide() };
  const a = sides.a as PretendSide;
  const b = sides.b as PretendSide;
  const sideOf = (type: string): PretendSide | undefined => sides[type.slice(-1)];
  const markers = new Set<string>();
  return {
    a,
    b,
    connectors: {
      source: (type) => (type.startsWith('side.') ? sourceOf(sideOf(type) ?? a) : undefined),
      destination: (type) =>
        type.startsWith('write.') ? destinationOf(sideOf(type) ?? a, delivery, markers) : undefined,
      intake: (type) => (type.startsWith('side.') ? intake : undefined),
      capture: () => undefined,
      maxBatch: () => maxBatch,
      environment: { dataFolder: '/nowhere', egressAllow: [] },
    },
  };
}

const changeOf = (key: string, record: DataRecord): Change => ({
  stream: 'rows',
  key,
  op: 'upsert',
  version: noVersion,
  record: { ...record },
  sourceTs: null,
  receivedTs: new Date().toISOString(),
});

const sourceOf = (side: PretendSide): Source => ({
  openWindow: async () => null,
  describe: async () => openSchema,
  read: async function* (_, { token }) {
    const keys = [...side.rows.keys()].sort();
    // JSON this source gave itself.
    for (let from = (token as number | null) ?? 0; from < keys.length; from += 4) {
      side.reads += 1;
      const some = keys.slice(from, from + 4);
      const changes = some.flatMap((key) => changeOf(key, side.rows.get(key) ?? {}));
      yield { changes, rejected: [], token: from + 4, bytes: 400 };
    }
  },
  fetch: async (_, __, keys) => {
    side.fetched += keys.length;
    return {
      changes: keys.flatMap((key) => {
        const row = side.rows.get(key);
        return row === undefined ? [] : [changeOf(key, row)];
      }),
      absent: keys.filter((key) => !side.rows.has(key)),
    };
  },
});

function destinationOf(side: PretendSide, delivery: DeliveryClass, markers: Set<string>): Destination {
  const apply = (write: WriteRecord): WriteOutcome => {
    const { key, op, record, partial, expects = {} } = write;
    if (side.refuses(write))
      return { status: 'reject', code: 'destination.rejected', message: 'Not this one' };
    const before = side.rows.get(key);
    side.writes += 1;
    if (op === 'delete') {
      if (side.rows.delete(key)) side.history.push(`${key}=deleted`);
      return { status: 'ok', effect: before === undefined ? 'unchanged' : 'deleted' };
    }
    if (before === undefined && partial === true) return { status: 'ok', effect: 'unchanged' };
    const isAsExpected = Object.entries(expects).every(([name, value]) => before?.[name] === value);
    if (side.answers && !isAsExpected) return { status: 'ok', effect: 'unchanged' };
    const after = { ...before, ...side.spell(record) };
    if (JSON.stringify(after) !== JSON.stringify(before))
      side.history.push(`${key}=${JSON.stringify(record)}`);
    side.rows.set(key, after);
    const effect = before === undefined ? 'created' : 'updated';
    return { status: 'ok', effect, ...(side.answers && { returned: after }) };
  };
  return {
    delivery: async () => delivery,
    describe: async () => openSchema,
    write: async (_, { batch, attemptId }) => {
      await side.onSent();
      const outcomes = batch.map(apply);
      markers.add(attemptId);
      await side.onApplied(batch);
      return outcomes;
    },
    recover: async (_, { attemptId }) => (markers.has(attemptId) ? 'applied' : 'absent'),
  };
}

/** Posts are `{ key, record }`, or only `{ key }`: then it is a hint. */
const intake: Intake = {
  verify: () => ({ ok: true }),
  dedupeKey: () => null,
  laneKey: () => null,
  describe: () => openSchema,
  decode: ({ body }, _, { receivedTs }) => {
    // Posted by the test itself.
    const { key, record } = JSON.parse(new TextDecoder().decode(body)) as {
      key: string;
      record?: DataRecord;
    };
    if (record === undefined)
      return { changes: [], rejected: [], hints: [{ stream: 'rows', key, receivedTs }] };
    return { changes: [{ ...changeOf(key, record), receivedTs }], rejected: [] };
  },
};

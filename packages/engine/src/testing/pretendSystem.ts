import type {
  Change,
  DataRecord,
  DeliveryClass,
  Destination,
  Intake,
  MatchOutcome,
  Source,
  SourceVersion,
  WriteOutcome,
  WriteRecord,
} from '@syncline/model';
import { openSchema } from '@syncline/model';
import type { ConnectorPort } from '../ports.ts';

/** One row of the pretend source. */
export interface Row {
  key: string;
  version: number;
  record: DataRecord;
  deleted?: boolean;
  /** Posted: only word that it changed. */
  hint?: boolean;
}

const seq = (value: number): SourceVersion => ({
  kind: 'seq',
  epoch: 0,
  value: `${value}`,
  granularityMs: 0,
});

function changeOf(row: Row, versionOf: PretendSystem['versionOf']): Change {
  return {
    stream: 'rows',
    key: row.key,
    op: row.deleted === true ? 'delete' : 'upsert',
    version: versionOf(row.version),
    record: row.record,
    sourceTs: null,
    receivedTs: new Date().toISOString(),
  };
}

/** What a destination of the tests holds, and how it came to that. */
export interface Held {
  record: DataRecord;
  /** Effects on this record, in order. */
  effects: string[];
}

/** Source, intake and destination in one, with a hook at every call. */
export interface PretendSystem {
  rows: Row[];
  pageSize: number;
  held: Map<string, Held>;
  /** All effects there ever were, in order: "key=content". */
  history: string[];
  writes: WriteRecord[][];
  pagesRead: number;
  /** Whether single records can be read, and which were. */
  fetches: boolean;
  /** Keys a call of `fetch` should hold; null = it doesn't say. */
  fetchesAtOnce: number | null;
  fetched: string[][];
  /** Before records are read one by one; may throw, wait, or change what is there. */
  onFetch: (keys: readonly string[]) => unknown;
  /** How the source states the version of a row. */
  versionOf: (version: number) => SourceVersion;
  delivery: DeliveryClass;
  maxBatch: number | undefined;
  /** A field that is not sent stays as it was. */
  merges: boolean;
  /** Before a page is read; may throw or wait. */
  onRead: (page: number, signal: AbortSignal) => unknown;
  /** Looks for records that may be there already; null = the step does not ask for it. */
  onMatch: ((batch: WriteRecord[]) => MatchOutcome[]) | null;
  /** Before a batch is applied; may throw, wait, or answer in its place. */
  onWrite: (call: number, batch: WriteRecord[], signal: AbortSignal) => unknown;
  /** After a batch was applied, before the answer: the place where answers get lost. */
  onApplied: (call: number, batch: WriteRecord[]) => unknown;
  connectors: ConnectorPort;
}

export function createPretendSystem(more: Partial<PretendSystem> = {}): PretendSystem {
  const markers = new Set<string>();
  const keysSeen = new Set<string>();
  let call = 0;

  const source: Source = {
    openWindow: async (_, __, low) => ({ low, high: system.rows.length }),
    describe: async () => openSchema,
    read: async function* (context, request) {
      // JSON the source gave itself.
      let from = (request.token as number | null) ?? 0;
      for (;;) {
        await system.onRead(system.pagesRead, context.signal);
        const rows = system.rows.slice(from, from + system.pageSize);
        if (rows.length === 0) return;
        system.pagesRead += 1;
        from += rows.length;
        yield {
          changes: rows.map((row) => changeOf(row, system.versionOf)),
          rejected: [],
          token: from,
          bytes: rows.length * 100,
        };
      }
    },
  };

  const asking: Source = {
    ...source,
    fetchesAtOnce: () => system.fetchesAtOnce ?? 500,
    fetch: async (_, __, keys) => {
      await system.onFetch(keys);
      system.fetched.push([...keys]);
      const present = system.rows.filter(({ key, deleted }) => keys.includes(key) && deleted !== true);
      return {
        changes: present.map((row) => changeOf(row, system.versionOf)),
        absent: keys.filter((key) => !present.some((row) => row.key === key)),
      };
    },
  };

  const apply = ({ key, op, record: sent, partial, idempotencyKey }: WriteRecord): WriteOutcome => {
    const before = system.held.get(key);
    if (partial === true && before === undefined) return { status: 'ok', effect: 'unchanged' };
    const record = partial === true || system.merges ? { ...before?.record, ...sent } : sent;
    if (system.delivery === 'I' && keysSeen.has(idempotencyKey)) return { status: 'ok', effect: 'created' };
    keysSeen.add(idempotencyKey);
    const text = op === 'delete' ? 'deleted' : JSON.stringify(record);
    const effects = [...(before?.effects ?? []), text];
    system.history.push(`${key}=${text}`);
    if (op === 'delete') {
      system.held.delete(key);
      return { status: 'ok', effect: before === undefined ? 'unchanged' : 'deleted' };
    }
    system.held.set(key, { record: { ...record }, effects });
    return { status: 'ok', effect: before === undefined ? 'created' : 'updated' };
  };

  const destination: Destination = {
    delivery: async () => system.delivery,
    describe: async () => openSchema,
    write: async (context, { batch, attemptId }) => {
      call += 1;
      const own = call;
      system.writes.push(batch);
      const answer = await system.onWrite(own, batch, context.signal);
      // The hook of a test answers with outcomes or with nothing.
      if (Array.isArray(answer)) return answer as WriteOutcome[];
      const outcomes = batch.map(apply);
      markers.add(attemptId);
      await system.onApplied(own, batch);
      return outcomes;
    },
    matches: () => system.onMatch !== null,
    match: async (_, { batch }) => system.onMatch?.(batch) ?? [],
    recover: async (_, { attemptId }) => (markers.has(attemptId) ? 'applied' : 'absent'),
  };

  const intake: Intake = {
    verify: () => ({ ok: true }),
    dedupeKey: () => null,
    laneKey: () => null,
    describe: () => openSchema,
    decode: ({ body }, _, { receivedTs }) => {
      // Posted by the test itself.
      const row = JSON.parse(new TextDecoder().decode(body)) as Row;
      if (row.hint === true)
        return { changes: [], rejected: [], hints: [{ stream: 'rows', key: row.key, receivedTs }] };
      return { changes: [{ ...changeOf(row, system.versionOf), receivedTs }], rejected: [] };
    },
  };

  const system: PretendSystem = {
    rows: [],
    pageSize: 10,
    held: new Map(),
    history: [],
    writes: [],
    pagesRead: 0,
    fetches: false,
    fetchesAtOnce: null,
    fetched: [],
    onFetch: () => undefined,
    versionOf: seq,
    delivery: 'U',
    maxBatch: undefined,
    merges: false,
    onRead: () => undefined,
    onMatch: null,
    onWrite: () => undefined,
    onApplied: () => undefined,
    connectors: {
      source: (type) => (type !== 'pretend.schedule' ? undefined : system.fetches ? asking : source),
      destination: (type) => (type === 'pretend.upsert' ? destination : undefined),
      capture: () => undefined,
      intake: (type) => (type === 'pretend.trigger' ? intake : undefined),
      maxBatch: () => system.maxBatch,
      environment: { dataFolder: '/nowhere', egressAllow: [] },
    },
    ...more,
  };
  return system;
}

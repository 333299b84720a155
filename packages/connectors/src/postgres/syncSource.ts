import {
  type Change,
  type ConnectorContext,
  type FetchedRecords,
  keyText,
  postgresSnapshotVersion,
  type ReadPage,
  type ReadRequest,
  type RecordSchema,
  type Source,
  SyncError,
} from '@syncline/model';
import type { ClientBase } from 'pg';
import { needsSetup } from './capture/captureFailure.ts';
import { fetchRows } from './fetchRows.ts';
import { placeSchema } from './pageReader.ts';
import { readSnapshotVersion } from './readLook.ts';
import { findTarget, pageStatement, planPages, type ReadTarget } from './readPlan.ts';
import { type BuildRecord, makeBuilder, type RawRow, rawText } from './rowBuilder.ts';
import { readServerEpoch } from './serverEpoch.ts';
import { atSource } from './session.ts';
import { parseSyncConfig, syncedTableSchema } from './syncNode.ts';
import { describeColumns } from './tableShape.ts';

/** Rows asked for until their size is known. */
const firstFetch = 100;

/** All rows of a followed table, each page with the snapshot it was read under: comparable with the stream's events. */
export const syncSource: Source = {
  openWindow: async () => null,

  async *read(context, request) {
    const opened = await atSource(context, (client) => openTable(client, request.config));
    const start = readPlace(request);
    let after = start.after;
    let read = start.read;
    let rowBytes: number | null = null;
    for (;;) {
      const limit = fetchSize(request, rowBytes);
      const fetched = await atSource(context, (client) => fetchPage(client, opened, after, limit));
      const { rows, more } = fetched;
      const last = rows.at(-1);
      if (last !== undefined) after = fetched.positions.map((at) => last[at] ?? '');
      read += rows.length;
      const page = makePage(context, opened, fetched);
      page.token = { order: opened.target.key, after, read };
      const { estimate = 0 } = opened.target.table ?? {};
      if (!more) page.progress = 1;
      else if (estimate > 0) page.progress = Math.min(0.99, read / estimate);
      if (rows.length > 0) rowBytes = page.bytes / rows.length;
      yield page;
      if (!more) return;
    }
  },

  fetch: (context, config, keys) =>
    atSource(context, async (client): Promise<FetchedRecords> => {
      const { target, epoch } = await openTable(client, config);
      const version = await readSnapshotVersion(client, epoch);
      const records = await fetchRows(client, target, keys);
      const receivedTs = context.now().toISOString();
      const changes = keys.flatMap((key): Change[] => {
        const record = records.get(key);
        if (record === undefined) return [];
        return [{ stream: target.stream, key, op: 'upsert', version, record, sourceTs: null, receivedTs }];
      });
      return { changes, absent: keys.filter((key) => !records.has(key)), version };
    }),

  describe: (context, saved) =>
    atSource(context, async (client): Promise<RecordSchema> => {
      const parsed = syncedTableSchema.safeParse(saved);
      if (!parsed.success)
        throw new SyncError('pause', 'source.query', 'table: choose a table.', {
          pause: 'config',
          path: 'table',
        });
      const target = await findTarget(client, { read: 'table', table: parsed.data.table, key: [] });
      // What a destination would have to fill in or leave alone says nothing about reading.
      const fields = target.table ? describeColumns(target.table) : [];
      return {
        fields: fields.map(({ readOnly: _, ...field }) => ({ ...field, required: false })),
        key: target.key,
        cursorFields: [],
        open: false,
      };
    }),
};

interface OpenedTable {
  target: ReadTarget;
  epoch: number;
}

async function openTable(client: ClientBase, config: Record<string, unknown>): Promise<OpenedTable> {
  const { table } = parseSyncConfig(config);
  const target = await findTarget(client, { read: 'table', table, key: [] });
  if (target.key.length === 0)
    throw needsSetup(
      `${target.stream} has no primary key, so nobody can tell its rows apart. Add one.`,
      'schema',
    );
  return { target: { ...target, cursor: null }, epoch: await readServerEpoch(client) };
}

interface FetchedPage {
  rows: RawRow[];
  snapshot: string;
  build: BuildRecord;
  positions: number[];
  more: boolean;
}

async function fetchPage(
  client: ClientBase,
  { target }: OpenedTable,
  after: readonly string[],
  limit: number,
): Promise<FetchedPage> {
  const plan = planPages(target, null, 0, target.key);
  const page = pageStatement(target, plan, after.length === 0 ? null : after, limit);
  // One statement sees one snapshot, and this is the one it sees.
  const text = `select (select pg_current_snapshot()::text), p.* from (${page.text}) p`;
  const found = await client.query<RawRow>({ text, values: page.values, rowMode: 'array', types: rawText });
  // The first column is ours.
  const fields = found.fields.slice(1);
  const names = fields.map(({ name }) => name);
  return {
    rows: found.rows.map(([, ...row]) => row),
    snapshot: found.rows[0]?.[0] ?? '',
    build: await makeBuilder(client, fields),
    positions: target.key.map((name) => names.indexOf(name)),
    more: found.rows.length === limit,
  };
}

function makePage(
  context: ConnectorContext,
  { target, epoch }: OpenedTable,
  { rows, snapshot, build }: FetchedPage,
): ReadPage {
  // One object for the page: what is made of a version is made once for each object.
  const version = postgresSnapshotVersion(snapshot, epoch);
  const receivedTs = context.now().toISOString();
  const page: ReadPage = { changes: [], rejected: [], token: null, bytes: 0 };
  for (const row of rows) {
    const record = build(row);
    const key = keyText(target.key.map((name) => record[name]));
    page.bytes += 16 * row.length;
    for (const value of row) if (value !== null) page.bytes += value.length;
    // A primary key is never null; an empty text in it is no identity to anybody else.
    if (key === null)
      page.rejected.push({
        place: 'row',
        code: 'source.no-key',
        message: `The key (${target.key.join(', ')}) is empty.`,
        raw: JSON.stringify(record).slice(0, 8192),
      });
    else
      page.changes.push({
        stream: target.stream,
        key,
        op: 'upsert',
        version,
        record,
        sourceTs: null,
        receivedTs,
      });
  }
  return page;
}

function fetchSize({ pageRecords, pageBytes }: ReadRequest, rowBytes: number | null): number {
  if (rowBytes === null) return Math.min(pageRecords, firstFetch);
  return Math.max(1, Math.min(pageRecords, Math.ceil(pageBytes / rowBytes)));
}

function readPlace({ token }: ReadRequest): { after: string[]; read: number } {
  if (token === null) return { after: [], read: 0 };
  const parsed = placeSchema.safeParse(token);
  if (parsed.success) return parsed.data;
  throw new SyncError('fatal', 'run.internal', 'The place to go on reading from is unreadable.');
}

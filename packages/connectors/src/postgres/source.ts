import {
  type Change,
  type ConnectorContext,
  type FetchedRecords,
  type ReadPage,
  type ReadRequest,
  type RecordSchema,
  type Source,
  SyncError,
} from '@syncline/model';
import { proposalOf } from './changes.ts';
import { cursorKindOf, fieldTypeFor } from './columnTypes.ts';
import { fixWindow } from './cursorWindow.ts';
import { fetchRows } from './fetchRows.ts';
import { type FetchedRows, PageReader, type Place, placeSchema } from './pageReader.ts';
import { readLook } from './readLook.ts';
import { findTarget, openTarget, planPages, type ReadTarget } from './readPlan.ts';
import { parseScheduleConfig, whatToReadSchema } from './scheduleNode.ts';
import { atSource } from './session.ts';
import { describeColumns } from './tableShape.ts';

export const postgresSource: Source = {
  openWindow: (context, saved, low) =>
    atSource(context, async (client) => {
      const config = parseScheduleConfig(saved);
      if (config.mode === 'full') return null;
      return fixWindow(context, client, await openTarget(client, config), low);
    }),
  read: readPages,
  fetch: (context, saved, keys) =>
    atSource(context, async (client): Promise<FetchedRecords> => {
      const target = await openTarget(client, parseScheduleConfig(saved));
      const version = await readLook(client);
      const records = await fetchRows(client, target, keys);
      const receivedTs = context.now().toISOString();
      const changes = keys.flatMap((key): Change[] => {
        const record = records.get(key);
        return record === undefined ? [] : [proposalOf(target, key, record, receivedTs)];
      });
      const absent = keys.filter((key) => !records.has(key));
      return { changes, absent, ...(version !== null && { version }) };
    }),
  describe: (context, saved) =>
    atSource(context, async (client) => {
      const parsed = whatToReadSchema.safeParse(saved);
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        const path = issue?.path.join('.') ?? '';
        const message = `${path}: ${issue?.message ?? 'can not be read'}`;
        throw new SyncError('pause', 'source.query', message, { pause: 'config', path });
      }
      return describeTarget(await findTarget(client, parsed.data));
    }),
};

function describeTarget(target: Omit<ReadTarget, 'cursor'>): RecordSchema {
  const fields =
    target.table === null
      ? [...target.columns].map(([name, castType]) => ({
          name,
          type: fieldTypeFor(castType, castType.endsWith('[]') ? 'A' : ''),
          nullable: true,
          required: false,
          nativeType: castType,
        }))
      : // What a destination would have to fill in or leave alone says nothing about reading.
        describeColumns(target.table).map(({ readOnly: _, ...field }) => ({ ...field, required: false }));
  const cursorFields = [...target.columns].filter(([, type]) => cursorKindOf(type) !== null);
  return { fields, key: target.key, cursorFields: cursorFields.map(([name]) => name), open: false };
}

/** One read ahead: while a page is mapped and written, the server works on the next one. */
async function* readPages(context: ConnectorContext, request: ReadRequest): AsyncGenerator<ReadPage> {
  const config = parseScheduleConfig(request.config);
  const startedAt = readPlace(request);
  const target = await atSource(context, (client) => openTarget(client, config));
  const plan = planPages(target, request.window, config.lookbackSeconds, startedAt?.order ?? null);
  const reader = new PageReader(context, request, target, plan);
  const start = startedAt ?? { order: plan.order, after: [], read: 0 };
  const keyless = start.read > 0 ? [] : await reader.readKeyless();
  if (keyless.length > 0) yield { changes: [], rejected: keyless, token: start, bytes: keyless.length * 100 };
  let next: Promise<FetchedRows> | null = reader.fetchAfter(start);
  try {
    while (next !== null) {
      const fetched: FetchedRows = await next;
      next = fetched.more ? reader.fetchAfter(fetched.place) : null;
      // A failure is met at the next turn; the caller may never come back for it.
      next?.catch(() => {});
      yield* reader.pagesOf(fetched);
    }
  } finally {
    await next?.catch(() => {});
  }
}

function readPlace(request: ReadRequest): Place | null {
  if (request.token === null) return null;
  const parsed = placeSchema.safeParse(request.token);
  if (parsed.success) return parsed.data;
  throw new SyncError('fatal', 'run.internal', 'The place to go on reading from is unreadable.');
}

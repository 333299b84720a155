import type { Intake, SourceVersion, Value } from '@syncline/model';

/** What `RowEvents` wrote; nobody else can put events of this step into the inbox. */
type Body =
  | {
      op: 'upsert' | 'delete';
      stream: string;
      key: string;
      epoch: number;
      version: string;
      at: string;
      record: { [field: string]: Value };
    }
  | { op: 'hint'; stream: string; key: string }
  | { op: 'keyless'; record: { [field: string]: Value } };

/** Events of the change stream. They come through the capture; there is no address to post to. */
export const syncIntake: Intake = {
  verify: () => ({ ok: false, code: 'webhook.unknown', message: 'This step takes no posts.' }),
  dedupeKey: () => null,
  laneKey: () => null,

  decode({ body }, _config, { eventId, receivedTs }) {
    const read = parse(body);
    switch (read?.op) {
      case 'upsert':
      case 'delete': {
        const { stream, key, op, record, epoch, at } = read;
        const version: SourceVersion = { kind: 'pg', epoch, value: read.version, granularityMs: 0 };
        const change = { stream, key, op, version, record, sourceTs: at, receivedTs, eventId };
        return { changes: [change], rejected: [] };
      }
      case 'hint': {
        const { stream, key } = read;
        return { changes: [], rejected: [], hints: [{ stream, key, receivedTs, eventId }] };
      }
      case 'keyless':
        return refuse(eventId, 'source.no-key', 'The primary key is an empty text.', read.record);
      case undefined:
        return refuse(eventId, 'source.bad-row', 'The event is unreadable.', null);
    }
  },

  // The table is there to be asked, see the source of this step.
  describe: () => ({ fields: [], key: [], cursorFields: [], open: true }),
};

function parse(body: Uint8Array): Body | undefined {
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')) as Body;
  } catch {
    return undefined;
  }
}

function refuse(eventId: string, code: string, message: string, record: Value) {
  const raw = record === null ? '' : JSON.stringify(record).slice(0, 8192);
  return { changes: [], rejected: [{ place: `event ${eventId}`, code, message, raw }] };
}

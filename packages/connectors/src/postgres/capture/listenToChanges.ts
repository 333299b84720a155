import {
  type CapturedEvent,
  type CaptureRequest,
  type ConnectorContext,
  SyncError,
  type Token,
} from '@syncline/model';
import { readServerEpoch } from '../serverEpoch.ts';
import { type CapturedTable, readCapturedTable } from './capturedTable.ts';
import { atCapture, emitProbe, isProbe, targetOf } from './captureSession.ts';
import { type LogPosition, readLogPosition, widenXid, writePosition } from './logPosition.ts';
import { decodeMessage, type StreamMessage } from './pgoutput.ts';
import { ReplicationStream } from './replicationStream.ts';
import { type OpenTransaction, RowEvents } from './rowEvents.ts';

type Take = (events: CapturedEvent[], position: Token) => Promise<void>;

const quietMs = 10_000;
const mostEvents = 2_000;
const mostBytes = 4 * 1024 * 1024;
/** Less than this is our own message and what the server notes by itself. */
const quietBytes = 8_192n;

/** Streams until the signal ends. One `take` at a time; what comes meanwhile is the next one's. */
export async function listenToChanges(
  context: ConnectorContext,
  request: CaptureRequest,
  token: Token,
  take: Take,
): Promise<void> {
  const target = targetOf(request);
  const position = readLogPosition(token);
  if (position === null)
    throw new SyncError('fatal', 'run.internal', 'The place in the change stream is unreadable.');
  const start = await atCapture(context, async (client) => {
    const found = await client.query<{ near: string }>(
      'select pg_snapshot_xmax(pg_current_snapshot())::text as near',
    );
    return {
      table: await readCapturedTable(client, target.table),
      epoch: await readServerEpoch(client),
      near: BigInt(found.rows[0]?.near ?? 0),
    };
  });
  await using stream = await ReplicationStream.open(context, target, position.at);
  const listener = new ChangeListener(context, stream, take, { ...start, position });
  try {
    for (;;) await listener.turn();
  } catch (thrown) {
    // The end that was asked for is no failure.
    if (!context.signal.aborted) throw thrown;
  }
}

interface ListenerStart {
  table: CapturedTable;
  epoch: number;
  near: bigint;
  position: LogPosition;
}

class ChangeListener {
  readonly #context: ConnectorContext;
  readonly #stream: ReplicationStream;
  readonly #take: Take;
  readonly #table: CapturedTable;
  readonly #rows: RowEvents;
  readonly #epoch: number;
  #near: bigint;
  /** Behind the last transaction that is handed over, or in hand, whole. */
  #at: bigint;
  #takenAt: bigint;
  #takenMs = Date.now();
  #beatAt: bigint;
  #transaction: (OpenTransaction & { from: number }) | null = null;
  /** Of a transaction that was handed over in part. */
  #inside: LogPosition['inside'];
  #events: CapturedEvent[] = [];
  #bytes = 0;
  #probed = false;

  constructor(context: ConnectorContext, stream: ReplicationStream, take: Take, start: ListenerStart) {
    this.#context = context;
    this.#stream = stream;
    this.#take = take;
    this.#table = start.table;
    this.#epoch = start.epoch;
    this.#rows = new RowEvents(start.table, start.epoch);
    this.#near = start.near;
    this.#at = start.position.at;
    this.#takenAt = start.position.at;
    this.#beatAt = start.position.at;
    this.#inside = start.position.inside;
  }

  async turn(): Promise<void> {
    const frames = await this.#stream.next(quietMs);
    for (const frame of frames) {
      if (frame.kind === 'keepalive') {
        // Inside a transaction the server is not yet behind it.
        if (this.#transaction === null && frame.walEnd > this.#at) this.#at = frame.walEnd;
        continue;
      }
      await this.#follow(decodeMessage(frame.body));
      if (this.#events.length >= mostEvents || this.#bytes >= mostBytes) await this.#handOver();
    }
    if (this.#transaction === null && this.#events.length > 0) await this.#handOver();
    else if (this.#isQuietNewsDue()) await this.#handOver();
    if (frames.length === 0) await this.#beat();
  }

  async #follow(message: StreamMessage): Promise<void> {
    switch (message.kind) {
      case 'begin': {
        const { commit, committedAt } = message;
        const xid = widenXid(message.xid, this.#near);
        if (xid > this.#near) this.#near = xid;
        const from = this.#inside?.commit === commit ? this.#inside.place : 0;
        this.#transaction = { xid, commit, committedAt, place: 0, from };
        return;
      }
      case 'commit':
        this.#transaction = null;
        this.#inside = null;
        this.#at = message.end;
        return;
      case 'relation':
        if (message.oid === this.#table.oid)
          await atCapture(this.#context, (client) => this.#rows.announce(client, message.columns));
        return;
      case 'insert':
      case 'update':
      case 'delete':
        if (message.oid === this.#table.oid) this.#collect(message);
        return;
      case 'truncate':
        this.#collect(message);
        return;
      case 'message':
        if (!isProbe(message)) return;
        // The place behind the message comes with the server's next sign of life.
        this.#probed = true;
        this.#stream.askPosition();
    }
  }

  #collect(message: Parameters<RowEvents['make']>[0]): void {
    const transaction = this.#transaction;
    if (transaction === null)
      throw new SyncError('retry', 'source.bad-answer', 'A change came outside a transaction.');
    const place = transaction.place;
    const events = this.#rows.make(message, transaction);
    if (place < transaction.from) return;
    for (const event of events) {
      this.#events.push(event);
      this.#bytes += event.body.length;
    }
  }

  async #handOver(): Promise<void> {
    const events = this.#events;
    this.#events = [];
    this.#bytes = 0;
    const open = this.#transaction;
    if (open !== null) this.#inside = { commit: open.commit, place: Math.max(open.place, open.from) };
    const at = this.#at;
    await this.#take(events, writePosition({ at, inside: this.#inside, epoch: this.#epoch }));
    this.#takenAt = at;
    this.#takenMs = Date.now();
    this.#probed = false;
    this.#stream.confirm(at);
  }

  /** Nothing for us happened, but the log went on: the server need not keep it for us. */
  #isQuietNewsDue(): boolean {
    if (this.#transaction !== null || this.#at <= this.#takenAt) return false;
    return this.#probed || Date.now() - this.#takenMs >= quietMs;
  }

  /** A message through the whole way, when others wrote meanwhile: what they wrote is then behind us for certain. */
  async #beat(): Promise<void> {
    if (this.#at - this.#beatAt < quietBytes) return;
    this.#beatAt = this.#at;
    await atCapture(this.#context, (client) => emitProbe(client, 'beat')).catch((thrown: unknown) => {
      this.#context.signal.throwIfAborted();
      this.#context.log('debug', `No heartbeat: ${thrown instanceof Error ? thrown.message : 'refused'}`);
    });
  }
}

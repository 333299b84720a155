import { type ConnectorContext, SyncError } from '@syncline/model';
import { Client } from 'pg';
import { readSettings } from '../connection.ts';
import { clientSettings, prepareSession } from '../pool.ts';
import { quoteName } from '../sqlNames.ts';
import { describeCaptureFailure } from './captureFailure.ts';
import type { CaptureNames } from './captureNames.ts';
import { formatLsn } from './logPosition.ts';
import { readFrame, type StreamFrame, statusFrame } from './streamFrame.ts';

/** Bytes that may wait here; the server holds back the rest. */
const mostWaiting = 16 * 1024 * 1024;
/** Without an answer to our sign of life for so long the line is dead. */
const deadAfterMs = 45_000;
const statusEveryMs = 10_000;

/** One connection that streams changes. Own it with `await using`. */
export class ReplicationStream implements AsyncDisposable {
  readonly #client: Client;
  readonly #context: ConnectorContext;
  readonly #user: string;
  #waiting: StreamFrame[] = [];
  #waitingBytes = 0;
  #wake: () => void = () => {};
  #ended: unknown = null;
  #confirmed: bigint;
  #heardAt = Date.now();
  #paused = false;
  #timer: NodeJS.Timeout | undefined;

  private constructor(context: ConnectorContext, client: Client, user: string, from: bigint) {
    this.#context = context;
    this.#client = client;
    this.#user = user;
    this.#confirmed = from;
  }

  /** @throws SyncError as `Capture.listen` does. */
  static async open(
    context: ConnectorContext,
    names: CaptureNames,
    from: bigint,
  ): Promise<ReplicationStream> {
    const settings = readSettings(context);
    const options = { ...clientSettings(settings), replication: 'database' };
    const stream = new ReplicationStream(context, new Client(options), settings.user, from);
    try {
      await stream.#start(settings.schema, names, from);
    } catch (thrown) {
      await stream[Symbol.asyncDispose]();
      context.signal.throwIfAborted();
      throw describeCaptureFailure(thrown, settings.user);
    }
    return stream;
  }

  async #start(schema: string | null, { slot, publication }: CaptureNames, from: bigint): Promise<void> {
    this.#client.on('error', (error) => this.#end(error));
    this.#context.signal.addEventListener('abort', this.#onAbort, { once: true });
    await this.#client.connect();
    await prepareSession(this.#client, schema);
    await this.#client.query(`select set_config('statement_timeout', '0', false)`);
    const { connection } = this.#client;
    const started = new Promise<void>((resolve) => connection.once('replicationStart', () => resolve()));
    connection.on('copyData', ({ chunk }: { chunk: Buffer }) => this.#receive(chunk));
    const names = `publication_names '${quoteName(publication)}'`;
    const streaming = this.#client.query(
      `START_REPLICATION SLOT ${quoteName(slot)} LOGICAL ${formatLsn(from)} (proto_version '1', ${names}, messages 'true')`,
    );
    streaming.then(
      () => this.#end(new SyncError('retry', 'source.unreachable', 'PostgreSQL ended the change stream.')),
      (thrown: unknown) => this.#end(thrown),
    );
    await Promise.race([started, streaming]);
    this.#timer = setInterval(() => this.#beat(), statusEveryMs);
  }

  /**
   * All that has come since the last call; empty when nothing came for so long.
   *
   * @throws SyncError when the stream broke, the reason of the signal when it ended.
   */
  async next(withinMs: number): Promise<StreamFrame[]> {
    if (this.#waiting.length === 0 && this.#ended === null) await this.#wait(withinMs);
    this.#context.signal.throwIfAborted();
    if (this.#waiting.length === 0 && this.#ended !== null)
      throw describeCaptureFailure(this.#ended, this.#user);
    const frames = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    if (this.#paused) this.#client.connection.stream.resume();
    this.#paused = false;
    return frames;
  }

  /** Everything before this is stored here: the server may forget it. */
  confirm(at: bigint): void {
    if (at <= this.#confirmed) return;
    this.#confirmed = at;
    this.#send(false);
  }

  /** Asks the server how far it is. Its answer comes as a keepalive. */
  askPosition(): void {
    this.#send(true);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    this.#context.signal.removeEventListener('abort', this.#onAbort);
    this.#ended ??= new Error('closed');
    const cut = setTimeout(() => this.#client.connection.stream.destroy(), 500);
    await this.#client.end().catch(() => {});
    clearTimeout(cut);
  }

  readonly #onAbort = () => {
    this.#end(this.#context.signal.reason);
    this.#client.connection.stream.destroy();
  };

  #receive(chunk: Buffer): void {
    this.#heardAt = Date.now();
    const frame = readFrame(chunk);
    if (frame === null) return;
    if (frame.kind === 'keepalive' && frame.wantsAnswer) this.#send(false);
    this.#waiting.push(frame);
    this.#waitingBytes += chunk.length;
    if (this.#waitingBytes > mostWaiting && !this.#paused) {
      this.#paused = true;
      this.#client.connection.stream.pause();
    }
    this.#wake();
  }

  #beat(): void {
    if (!this.#paused && Date.now() - this.#heardAt > deadAfterMs) {
      this.#end(
        new SyncError('retry', 'source.unreachable', 'PostgreSQL does not answer on the change stream.'),
      );
      this.#client.connection.stream.destroy();
      return;
    }
    this.#send(true);
  }

  #send(wantsAnswer: boolean): void {
    const { stream } = this.#client.connection;
    if (stream.writable) stream.write(statusFrame(this.#confirmed, this.#context.now(), wantsAnswer));
  }

  #end(reason: unknown): void {
    this.#ended ??= reason ?? new Error('ended');
    this.#wake();
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

import { postgresConnector } from '@syncline/connectors';
import type { Capture, CapturedEvent, CaptureRequest, Change, Hint, Intake, Token } from '@syncline/model';
import { connectorContext, sourceOf } from './connectorContext.ts';
import { startDatabase, type TestDatabase } from './database.ts';
import { parsedConfig } from './parsedConfig.ts';
import { waitFor } from './waitFor.ts';

const type = 'postgres.sync';

/** Listens as the server does, and keeps what comes. */
export interface Listening extends AsyncDisposable {
  events: CapturedEvent[];
  takes: number[];
  changes(): Change[];
  hints(): Hint[];
  position(): Token;
  ended: Promise<void>;
}

/** Capture of tables in a database of its own, called as the server calls it. */
export interface CaptureWorld extends AsyncDisposable {
  database: TestDatabase;
  capture: Capture;
  source: ReturnType<typeof sourceOf>;
  here(parts?: object, connection?: Record<string, unknown>): ReturnType<typeof connectorContext>;
  config(table: string): Record<string, unknown>;
  request(table: string): CaptureRequest;
  /** `dieAt`: fails that take, as a process that is killed does. */
  listen(wanted: CaptureRequest, from: Token, dieAt?: number): Listening;
  /** Prepares, and listens from there on; resolves when it does. */
  begin(wanted: CaptureRequest): Promise<Listening>;
  /** A server has few slots, so each test gives its own back. */
  giveBack(): Promise<void>;
}

export async function openCaptureWorld(folder: string): Promise<CaptureWorld> {
  const database = await startDatabase(folder);
  const capture = required(postgresConnector.captures?.[type]);
  const intake = required(postgresConnector.intakes[type]);
  const here: CaptureWorld['here'] = (parts = {}, connection = { url: database.url }) =>
    connectorContext(connection, parts);
  const config = (table: string) => parsedConfig(postgresConnector, type, { table });
  const listen: CaptureWorld['listen'] = (wanted, from, dieAt = Infinity) =>
    listenTo({ capture, intake, here }, wanted, from, dieAt);
  let captures = 0;
  return {
    database,
    capture,
    source: sourceOf(postgresConnector, type),
    here,
    config,
    request: (table) => {
      captures += 1;
      return { config: config(table), captureId: `t${captures}` };
    },
    listen,
    begin: async (wanted) => {
      const start = await capture.prepare(here(), wanted, null);
      if (start.continued) throw new Error('a capture that never began can not go on');
      const listening = listen(wanted, start.position);
      const head = await capture.head(here(), wanted);
      await waitFor('the stream', async () => capture.hasReached(listening.position(), head), 20_000, 10);
      return listening;
    },
    giveBack: async () => {
      while (captures > 0) {
        await capture.drop(here(), { config: {}, captureId: `t${captures}` });
        captures -= 1;
      }
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

export const untilMany = (listening: Listening, count: number) =>
  waitFor(`${count} events`, async () => listening.events.length >= count, 20_000, 10);

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error(`${type} can not capture`);
  return value;
}

function listenTo(
  { capture, intake, here }: { capture: Capture; intake: Intake; here: CaptureWorld['here'] },
  wanted: CaptureRequest,
  from: Token,
  dieAt: number,
): Listening {
  const stop = new AbortController();
  const events: CapturedEvent[] = [];
  const takes: number[] = [];
  let position = from;
  const ended = capture.listen(here({ signal: stop.signal }), wanted, from, async (more, to) => {
    if (takes.length + 1 >= dieAt) throw new Error('killed');
    takes.push(more.length);
    events.push(...more);
    position = to;
  });
  ended.catch(() => undefined);
  const decoded = () =>
    events.map(({ body }, at) => {
      const request = { method: 'CAPTURE', headers: new Map(), body };
      return intake.decode(request, {}, { eventId: `${at}`, receivedTs: '' });
    });
  return {
    events,
    takes,
    ended,
    position: () => position,
    changes: () => decoded().flatMap(({ changes }) => changes),
    hints: () => decoded().flatMap(({ hints = [] }) => hints),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await ended.catch(() => undefined);
    },
  };
}

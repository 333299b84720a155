import { type CaptureLease, type CaptureState, FencedError, type StreamPort } from '@syncline/engine';
import { type Capture, type CapturedEvent, SyncError, type Token } from '@syncline/model';
import { afterEach, expect, it } from 'vitest';
import { createProcessLog } from '../observe/processLog.ts';
import type { CaptureParts } from './captureParts.ts';
import { pause } from './followStream.ts';
import { type Capturing, startCapturing } from './startCapturing.ts';

/** One stream, as the store keeps it. */
class OneStream {
  owner: string | null = null;
  epoch = 0;
  state: CaptureState = {
    captureId: 'c1',
    position: null,
    generation: 0,
    backfillRunId: null,
    backfillEnded: false,
    backfillHead: null,
    inSync: false,
  };
  inbox: string[] = [];
  problems: (string | null)[] = [];
  dropped = ['old'];

  #check({ owner, epoch }: CaptureLease): void {
    if (owner !== this.owner || epoch !== this.epoch)
      throw new FencedError({ flowId: 'f', part: 0, owner, epoch });
  }

  readonly port: StreamPort = {
    unheld: async () => (this.owner === null ? [{ flowId: 'f', node: 'people' }] : []),
    acquire: async (flowId, node, owner) => {
      if (this.owner !== null) return null;
      this.owner = owner;
      this.epoch += 1;
      return { flowId, node, owner, epoch: this.epoch };
    },
    renew: async (lease) => (lease.epoch === this.epoch && this.owner !== null ? { version: 1 } : null),
    release: async (lease) => {
      if (lease.epoch === this.epoch) this.owner = null;
    },
    load: async (lease) => {
      this.#check(lease);
      return { ...this.state };
    },
    began: async (lease, position, fresh) => {
      this.#check(lease);
      const anew = fresh
        ? { generation: this.state.generation + 1, backfillRunId: null, backfillEnded: false, inSync: false }
        : {};
      this.state = { ...this.state, ...anew, position };
      this.problems.push(null);
      return this.state;
    },
    take: async (lease, events, position) => {
      this.#check(lease);
      this.inbox.push(...events.map(({ key }) => key ?? ''));
      this.state = { ...this.state, position };
    },
    backfill: async () => {
      this.state = { ...this.state, backfillRunId: '1', backfillEnded: true };
      return '1';
    },
    backfillEnded: async (_, head) => {
      this.state = { ...this.state, backfillHead: head };
    },
    inSync: async () => {
      this.state = { ...this.state, inSync: true };
    },
    report: async (_, { problem }) => {
      if (problem) this.problems.push(problem.code);
    },
    dropped: async () =>
      this.dropped.map((id) => ({ id, type: 'pretend.sync', captureId: id, config: {}, connection: {} })),
    dropDone: async (id) => {
      this.dropped = this.dropped.filter((one) => one !== id);
    },
  };
}

/** A source that counts up, an event at a time. */
class CountingSource {
  failures: Error[] = [];
  emitted = 0;
  removed: string[] = [];
  table = 'a';

  readonly capture: Capture = {
    prepare: async (_, __, position) => {
      const failure = this.failures.shift();
      if (failure) throw failure;
      return position === null ? { position: 0, continued: false } : { position, continued: true };
    },
    listen: async ({ signal }, _, position, take) => {
      let at = Number(position);
      while (!signal.aborted) {
        const failure = this.failures.shift();
        if (failure) throw failure;
        const events: CapturedEvent[] = [];
        while (at < this.emitted) {
          at += 1;
          events.push({ key: String(at), kind: 'change', body: Buffer.from('') });
        }
        await take(events, at);
        await pause(5, signal);
      }
    },
    head: async (): Promise<Token> => this.emitted,
    hasReached: (position, head) => Number(position) >= Number(head),
    lag: async () => 0,
    drop: async (_, { captureId }) => {
      this.removed.push(captureId);
    },
  };
}

const running: Capturing[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

function start(stream: OneStream, source: CountingSource, owner: string, loadExisting = true): Capturing {
  const step = { node: 'people', type: 'pretend.sync', title: 'People', connection: null };
  const parts = {
    streams: stream.port,
    flows: {
      load: async () => ({
        plan: { steps: [{ ...step, config: { table: source.table, loadExisting } }] },
        connections: {},
      }),
    },
    connectors: { capture: () => source.capture, environment: { dataFolder: '/nowhere', egressAllow: [] } },
    owner,
    log: createProcessLog('silent'),
    now: () => new Date(),
    random: () => 0.1,
    // The loop looks at steps and connections of a flow only.
  } as unknown as CaptureParts;
  const capturing = startCapturing(parts);
  running.push(capturing);
  return capturing;
}

async function until(what: () => boolean): Promise<void> {
  for (let waited = 0; !what(); waited += 10) {
    if (waited > 8_000) throw new Error(`nothing after ${waited} ms: ${what}`);
    await pause(10, new AbortController().signal);
  }
}

const upTo = (count: number) => Array.from({ length: count }, (_, at) => String(at + 1));

it('begins, loads what exists beside the events, and is in sync once it has passed the end of the loading', async () => {
  const stream = new OneStream();
  const source = new CountingSource();
  start(stream, source, 'one');
  source.emitted = 3;
  await until(() => stream.state.inSync);
  expect(stream.state).toMatchObject({ generation: 1, backfillRunId: '1' });
  await until(() => stream.inbox.length === 3);
  expect(stream.inbox).toEqual(upTo(3));
});

it('loads nothing where only changes are wanted', async () => {
  const stream = new OneStream();
  start(stream, new CountingSource(), 'one', false);
  await until(() => stream.state.inSync);
  expect(stream.state.backfillRunId).toBeNull();
});

it('hands over between processes without a gap or a repeat, and one that lost its right stores nothing', async () => {
  const stream = new OneStream();
  const source = new CountingSource();
  const one = start(stream, source, 'one');
  await until(() => stream.state.position !== null);
  for (let n = 1; n <= 20; n += 1) {
    source.emitted = n;
    // As if its time were over: the row is free for anybody, while it still thinks it holds it.
    if (n === 5) {
      start(stream, source, 'two');
      stream.owner = null;
    }
    if (n === 12) await one.stop();
    await pause(20, new AbortController().signal);
  }
  await until(() => stream.inbox.length === 20);
  expect(stream.inbox).toEqual(upTo(20));
});

it('tries again by itself, tells what a person has to change, and forgets it when it works', async () => {
  const stream = new OneStream();
  const source = new CountingSource();
  source.failures.push(new SyncError('retry', 'source.unreachable', 'away'));
  source.failures.push(new SyncError('retry', 'source.unreachable', 'away'));
  source.failures.push(new SyncError('retry', 'source.unreachable', 'away'));
  start(stream, source, 'one');
  await until(() => stream.state.inSync);
  expect(stream.problems).toEqual(['source.unreachable', null]);
});

it('removes at the source what no flow captures any more', async () => {
  const stream = new OneStream();
  const source = new CountingSource();
  start(stream, source, 'one');
  await until(() => stream.dropped.length === 0);
  expect(source.removed).toEqual(['old']);
});

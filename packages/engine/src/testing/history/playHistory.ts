import { isTerminal } from '@syncline/model';
import { priorities } from '../../guard/lanes.ts';
import { recoverAttempts } from '../../part/recoverAttempts.ts';
import type { Session } from '../../part/session.ts';
import type { RunPart } from '../../ports.ts';
import { finishRun } from '../../run/endRun.ts';
import { inboxQueue } from '../../run/inboxQueue.ts';
import { openDestinations, openRun } from '../../run/openRun.ts';
import type { RunWork } from '../../run/runWork.ts';
import { endSweep, sweepPlace } from '../../run/sweepEnd.ts';
import { workPage } from '../../run/workPage.ts';
import { createMemoryStore, type MemoryStore } from '../memoryStore.ts';
import { pretendFlow, pretendPlan, pretendStep } from '../pretendFlow.ts';
import type { Broken } from './broken.ts';
import { openMortalSession } from './mortalSession.ts';
import { createPlayedConnectors } from './playedConnectors.ts';
import { createPlayedSource, keys, type PlayedEvent, type SourceKind } from './playedSource.ts';
import { type Random, randomOf } from './random.ts';

export interface History {
  seed: number;
  kind: SourceKind;
  /** Events get lost; a sweep at the end finds out. */
  lossy?: boolean;
  broken?: Broken;
}

/** Changes the source makes in one history. */
const changes = { full: 12, coarse: 12, words: 12, log: 36 } as const;
/** More turns than any history takes. */
const mostTurns = 200_000;

/**
 * Plays one history with the engine itself: a source that changes, events that come late, twice or never, loads, reads and
 * sweeps beside them, and workers that die anywhere. What is not the engine's is the source, the wire, the destination and
 * the order in which all of them get their turn, which the seed alone decides.
 *
 * @returns records the destination holds otherwise than the source.
 */
export async function playHistory({ seed, kind, lossy = false, broken = {} }: History): Promise<string[]> {
  const random = randomOf(seed);
  const source = createPlayedSource(kind, random);
  const store = createMemoryStore(pretendFlow(planFor(kind)));
  let time = 1_700_000_000_000;
  const now = () => {
    time += 1;
    return new Date(time);
  };
  const pause = async () => {
    for (let ticks = random(4); ticks > 0; ticks -= 1) await Promise.resolve();
  };
  const connectors = createPlayedConnectors({
    kind,
    source,
    random,
    broken,
    pause,
    now: () => now().toISOString(),
  });
  const feeder = kind === 'log' ? 'both' : 'changes';
  const asks = kind === 'log' ? 'both' : 'nightly';
  const wire = createWire(store, feeder, { random, lossy, ordered: kind === 'log', now });
  let changing = true;
  let turns = 0;
  const turn = async () => {
    turns += 1;
    if (turns > mostTurns) throw new Error(`history ${seed} does not end`);
    await Promise.resolve();
  };
  const isOver = () =>
    !changing && wire.isEmpty() && store.inbox.length === 0 && store.runs.every(isRolledOrEnded);

  const world = async () => {
    for (let change = 0; change < changes[kind]; change += 1) {
      for (let ticks = random(40); ticks > 0; ticks -= 1) await turn();
      wire.send(source.change());
      if (random(2) === 0) wire.deliver();
      if (random(kind === 'log' ? 12 : 5) === 0) store.addRun(asks, { kind: pickKind(random) });
    }
    wire.send(source.close());
    while (!wire.isEmpty()) {
      for (let ticks = random(20); ticks > 0; ticks -= 1) await turn();
      wire.deliver();
    }
    changing = false;
  };

  const lives = async () => {
    for (let life = 0; !isOver(); life += 1) {
      // The first lives are dangerous; the last must be long enough to come to an end.
      const dieOnce = life < 4 ? 50 : 0;
      // What the one before had sent has arrived by now, or never will.
      time += 120_000;
      const mortal = await openMortalSession({
        store,
        connectors: connectors.port,
        random,
        pause,
        now,
        broken,
        dieOnce,
      });
      const { session } = mortal;
      const work = async () => {
        for (const run of await session.ports.runs.open('flow', 0)) await recoverAttempts(session, run);
        const live = workLive(session, store, feeder, { isOver, turn, broken });
        const batches = (['read', 'sweep', 'backfill'] as const).map((one) =>
          workBatches(session, store, one, { isOver, turn }),
        );
        await Promise.all([live, ...batches]);
      };
      const failed = Promise.withResolvers<void>();
      work().then(failed.resolve, (thrown: unknown) => (mortal.isDead() ? undefined : failed.reject(thrown)));
      await Promise.race([mortal.died, failed.promise]);
    }
  };

  await Promise.all([world(), lives()]);
  if (lossy && broken.finalSweep !== true) {
    store.addRun(asks, { kind: 'sweep' });
    await lives();
  }
  return keys.filter((key) => connectors.held.get(key) !== source.rows.get(key)?.content);
}

const isRolledOrEnded = ({ kind, status }: RunPart): boolean => kind === 'live' || isTerminal(status);
const pickKind = (random: Random) => (['read', 'sweep', 'backfill'] as const)[random(3)] ?? 'read';

interface Turns {
  isOver: () => boolean;
  turn: () => Promise<void>;
}

async function workLive(
  session: Session,
  store: MemoryStore,
  feeder: string,
  { isOver, turn, broken }: Turns & { broken: Broken },
): Promise<void> {
  const queue = inboxQueue(session, feeder);
  let work: RunWork | null = null;
  while (!isOver()) {
    await turn();
    const take = store.inbox.length === 0 ? null : await queue.take();
    if (take === null) continue;
    work ??= await openRolling(session, feeder);
    const raw = take(work);
    if (broken.ackFirst === true) store.inbox = store.inbox.filter(({ id }) => !raw.inboxIds.includes(id));
    await workPage(work, raw);
    if (broken.lateWords !== true) continue;
    const answered = raw.hints?.map(({ key }) => key) ?? [];
    store.inbox = store.inbox.filter(({ request }) => !answered.includes(String(request.headers.get('key'))));
  }
}

async function openRolling(session: Session, feeder: string): Promise<RunWork> {
  const run = await session.ports.runs.openRolling(session.lease, feeder, 1, 'player', 'live');
  return open(session, run);
}

async function open(session: Session, run: RunPart): Promise<RunWork> {
  const work = await openRun(session, run, priorities[run.kind]);
  await openDestinations(session, work);
  return work;
}

async function workBatches(
  session: Session,
  store: MemoryStore,
  kind: 'read' | 'sweep' | 'backfill',
  { isOver, turn }: Turns,
): Promise<void> {
  while (!isOver()) {
    await turn();
    if (!store.runs.some((run) => run.kind === kind && !isTerminal(run.status))) continue;
    const next = (await session.ports.runs.open('flow', 0)).find((run) => run.kind === kind);
    if (next === undefined) continue;
    const work = await open(session, next);
    await session.ports.runs.begin(session.lease, next.runId, null, 'player');
    if (sweepPlace(next.token) === null) await readAll(work, next);
    await finishRun(work, kind === 'sweep' ? await endSweep(work) : undefined);
  }
}

async function readAll(work: RunWork, { feeder, token }: RunPart): Promise<void> {
  const step = work.ready.step(feeder);
  const source = work.ports.connectors.source(step.type);
  const request = { config: step.config, window: null, token, pageRecords: 2, pageBytes: 1 };
  for await (const page of source?.read(work.contextOf(step, work.abort), request) ?? [])
    await workPage(work, { ...page, progress: null, inboxIds: [] });
}

interface Wire {
  send(events: PlayedEvent[]): void;
  /** Hands over one of those that wait. */
  deliver(): void;
  isEmpty(): boolean;
}

/** A sender of webhooks promises nothing; a change stream is in order, but begins again a little earlier now and then. */
function createWire(
  store: MemoryStore,
  node: string,
  { random, lossy, ordered, now }: { random: Random; lossy: boolean; ordered: boolean; now: () => Date },
): Wire {
  const waiting: PlayedEvent[] = [];
  const sent: PlayedEvent[] = [];
  let ids = 0;
  const post = (event: PlayedEvent) => {
    ids += 1;
    const body = new TextEncoder().encode(JSON.stringify(event));
    const request = { method: 'POST', headers: new Map([['key', event.key]]), body };
    store.inbox.push({ id: `${ids}`.padStart(6, '0'), node, lane: 0, receivedAt: now(), request });
  };
  return {
    isEmpty: () => waiting.length === 0,
    send: (events) => {
      for (const event of events) {
        if (lossy && random(6) === 0) continue;
        for (let times = !ordered && random(4) === 0 ? 2 : 1; times > 0; times -= 1) waiting.push(event);
      }
    },
    deliver: () => {
      const [event] = waiting.splice(ordered ? 0 : random(Math.min(4, waiting.length)), 1);
      if (event === undefined) return;
      post(event);
      if (!ordered) return;
      sent.push(event);
      if (random(8) === 0) sent.slice(-3).forEach(post);
    },
  };
}

function planFor(kind: SourceKind) {
  const next = { out: ['list'] };
  const list = pretendStep('list', {
    type: 'pretend.upsert',
    role: 'destination',
    config: { deletes: 'delete' },
  });
  if (kind === 'log')
    return pretendPlan({}, [pretendStep('both', { type: 'pretend.sync', role: 'sync', next }), list]);
  const config = { fetchFrom: 'nightly' };
  return pretendPlan({}, [
    pretendStep('changes', { type: 'pretend.trigger', role: 'trigger', config, next }),
    pretendStep('nightly', { type: 'pretend.schedule', role: 'schedule', next }),
    list,
  ]);
}

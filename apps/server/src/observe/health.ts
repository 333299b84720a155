import { setTimeout as sleep } from 'node:timers/promises';
import { type healthSchema, messageOf } from '@syncline/model';
import type { HealthFacts, StreamFacts } from '@syncline/store';
import type * as z from 'zod';

export type HealthReport = z.infer<typeof healthSchema>;
type Check = HealthReport['checks'][number];

/** What the database says of the whole installation. */
export interface InstallationFacts extends HealthFacts {
  streams: StreamFacts;
}

export interface HealthParts {
  version: string;
  facts: () => Promise<InstallationFacts>;
  /** What is wrong with the embedded database; null when it is well or there is none. */
  databaseTrouble: () => string | null;
  embedded: boolean;
  isStopping: () => boolean;
  /** Time of the last tick of this process, in milliseconds; null where none ticks. */
  lastTick: () => number | null;
  /** In milliseconds. */
  now: () => number;
}

const limitMs = 3_000;
const keepMs = 500;
const tickLateMs = 15_000;
/** Half of what the embedded database keeps for a slot before it gives that up, and long before a usual disk is full. */
const lagLimitBytes = 1024 ** 3;

/**
 * Ready or not, and why. Not ready: the database is away, or the server stops. Everything else is said, since a server
 * without a worker still takes webhooks. Nothing here names a flow, a host or a person: the report is public.
 */
export function createHealth(parts: HealthParts): () => Promise<HealthReport> {
  let last: { at: number; report: Promise<HealthReport> } | null = null;
  return () => {
    // A load balancer of several machines asks often; the answer may be half a second old, but not about stopping.
    if (last && parts.now() - last.at < keepMs && !parts.isStopping()) return last.report;
    last = { at: parts.now(), report: look(parts) };
    return last.report;
  };
}

async function look(parts: HealthParts): Promise<HealthReport> {
  const began = performance.now();
  const late = new AbortController();
  const found = await Promise.race([
    parts.facts().then(
      (facts) => ({ facts }),
      (error: unknown) => ({ problem: messageOf(error) }),
    ),
    sleep(limitMs, { problem: 'no answer within 3 seconds' }, { signal: late.signal, ref: false }).catch(
      () => ({
        problem: '',
      }),
    ),
  ]);
  late.abort();
  const took = Math.round(performance.now() - began);
  const stopping = parts.isStopping();
  const facts = 'facts' in found ? found.facts : null;
  const database: Check = {
    name: 'database',
    ok: facts !== null,
    note: facts
      ? `${parts.embedded ? 'embedded' : 'your own'}, answered in ${took} ms`
      : (parts.databaseTrouble() ?? 'It does not answer. Syncline tries again by itself.'),
  };
  return {
    ready: facts !== null && !stopping,
    version: parts.version,
    workers: facts ? workersOf(facts) : 0,
    checks: [
      ...(stopping ? [{ name: 'server', ok: false, note: 'It is stopping.' }] : []),
      database,
      ...(facts ? detailsOf(facts, parts) : []),
    ],
  };
}

const workersOf = ({ workers }: HealthFacts): number => workers.filter(({ role }) => role !== 'web').length;

function detailsOf(facts: InstallationFacts, parts: HealthParts): Check[] {
  const workers = workersOf(facts);
  const { waiting, oldestSeconds } = facts.inbox;
  const tick = parts.lastTick();
  const silent = tick === null ? 0 : parts.now() - tick;
  return [
    {
      name: 'workers',
      ok: workers > 0,
      note:
        workers > 0
          ? `${workers} running`
          : 'None runs. Webhooks are kept; start one with "syncline worker" to work them off.',
    },
    {
      name: 'schedules',
      ok: facts.lateSchedules === 0 && silent < tickLateMs,
      note:
        silent >= tickLateMs
          ? `Nobody looked for ${Math.round(silent / 1000)} s.`
          : facts.lateSchedules === 0
            ? 'on time'
            : `${facts.lateSchedules} late by more than a minute`,
    },
    {
      name: 'inbox',
      ok: oldestSeconds < 60,
      note: waiting === 0 ? 'empty' : `${waiting} waiting, the oldest for ${Math.round(oldestSeconds)} s`,
    },
    ...refusalsOf(facts),
    ...capturesOf(facts.streams),
    {
      name: 'partitions',
      ok: facts.partitions.ok,
      note: facts.partitions.ok ? 'made ahead' : 'Days to come have no place to be written to.',
    },
  ];
}

/** Said once for a connection, however many flows it stopped. */
function refusalsOf({ refusedConnections: refused }: HealthFacts): Check[] {
  if (refused === 0) return [];
  const whose =
    refused === 1
      ? '1 was refused, and the flows that use it'
      : `${refused} were refused, and the flows that use them`;
  const note = `${whose} are paused. What arrives is kept.`;
  return [{ name: 'connections', ok: false, note }];
}

/** Change streams of sources: one that nobody holds makes its source keep its log, until its disk is full. */
function capturesOf({ captures: { all, late, failing }, lagBytes }: StreamFacts): Check[] {
  if (all === 0) return [];
  const troubles = [
    ...(late === 0 ? [] : [`${late} of ${all} held by nobody for half a minute`]),
    ...(failing === 0 ? [] : [`${failing} of ${all} with a problem; the flow says which`]),
    ...(lagBytes < lagLimitBytes
      ? []
      : [`${(lagBytes / lagLimitBytes).toFixed(1)} GiB of log kept by the sources until it is taken`]),
  ];
  return [
    {
      name: 'captures',
      ok: troubles.length === 0,
      note: troubles.length === 0 ? `${all} held` : troubles.join(', '),
    },
  ];
}

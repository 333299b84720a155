import { describe, expect, it } from 'vitest';
import { createHealth, type HealthParts, type InstallationFacts } from './health.ts';

const facts: InstallationFacts = {
  workers: [{ id: 'w', host: 'canary-host', pid: 1, role: 'all', seenAt: '2026-11-21T12:00:00Z' }],
  inbox: { waiting: 0, oldestSeconds: 0 },
  lateSchedules: 0,
  jobs: { waiting: 0, active: 0 },
  openDeadLetters: 0,
  refusedConnections: 0,
  databaseBytes: 1,
  streams: {
    captures: { all: 0, late: 0, failing: 0 },
    lagBytes: 0,
    parked: { waiting: 0, oldestSeconds: 0 },
    sweeps: { checked: 0, drift: 0 },
  },
  partitions: { ok: true, daysAhead: { run_log: 7 }, strayRows: {} },
};

function healthWith(changes: Partial<HealthParts>) {
  return createHealth({
    version: '1.0.0',
    facts: async () => facts,
    databaseTrouble: () => null,
    embedded: true,
    isStopping: () => false,
    lastTick: () => 1000,
    now: () => 1000,
    ...changes,
  })();
}

const checkOf = async (report: ReturnType<typeof healthWith>, name: string) =>
  (await report).checks.find((check) => check.name === name);

describe('health', () => {
  it('is ready when the database answers', async () => {
    const report = await healthWith({});
    expect(report).toMatchObject({ ready: true, workers: 1, version: '1.0.0' });
    expect(report.checks.every(({ ok }) => ok)).toBe(true);
  });

  it('is not ready while the database is away, and says what is done about it', async () => {
    const report = healthWith({
      facts: () => Promise.reject(new Error('connect ECONNREFUSED')),
      databaseTrouble: () => 'The disk is full.',
    });
    expect(await report).toMatchObject({ ready: false, workers: 0 });
    expect(await checkOf(report, 'database')).toEqual({
      name: 'database',
      ok: false,
      note: 'The disk is full.',
    });
  });

  it('warns of log that sources keep for us before their disks are full', async () => {
    const streams = (lagBytes: number) => ({
      ...facts,
      streams: { ...facts.streams, captures: { all: 2, late: 0, failing: 0 }, lagBytes },
    });
    const little = healthWith({ facts: async () => streams(1_000_000_000) });
    expect(await checkOf(little, 'captures')).toMatchObject({ ok: true, note: '2 held' });
    const much = healthWith({ facts: async () => streams(1_610_612_736) });
    expect(await checkOf(much, 'captures')).toEqual({
      name: 'captures',
      ok: false,
      note: '1.5 GiB of log kept by the sources until it is taken',
    });
    expect((await much).ready).toBe(true);
  });

  it('is not ready while the server stops', async () => {
    expect(await healthWith({ isStopping: () => true })).toMatchObject({ ready: false });
  });

  it('is ready without a worker, because webhooks are still kept, but says so', async () => {
    const report = healthWith({ facts: async () => ({ ...facts, workers: [] }) });
    expect(await report).toMatchObject({ ready: true, workers: 0 });
    expect(await checkOf(report, 'workers')).toMatchObject({ ok: false });
  });

  it('shows a dead scheduler and a stuck inbox', async () => {
    const report = healthWith({
      now: () => 60_000,
      facts: async () => ({ ...facts, lateSchedules: 2, inbox: { waiting: 9, oldestSeconds: 90 } }),
    });
    expect(await checkOf(report, 'schedules')).toMatchObject({ ok: false, note: 'Nobody looked for 59 s.' });
    expect(await checkOf(report, 'inbox')).toMatchObject({
      ok: false,
      note: '9 waiting, the oldest for 90 s',
    });
  });

  it('shows a change stream that nobody holds, because its source keeps its log for it', async () => {
    const captures = { all: 3, late: 1, failing: 0 };
    const report = healthWith({ facts: async () => ({ ...facts, streams: { ...facts.streams, captures } }) });
    expect(await report).toMatchObject({ ready: true });
    expect(await checkOf(report, 'captures')).toEqual({
      name: 'captures',
      ok: false,
      note: '1 of 3 held by nobody for half a minute',
    });
  });

  it('says of a refused connection once that its flows are paused, however many they are', async () => {
    const report = healthWith({ facts: async () => ({ ...facts, refusedConnections: 1 }) });
    expect(await report).toMatchObject({ ready: true });
    expect(await checkOf(report, 'connections')).toEqual({
      name: 'connections',
      ok: false,
      note: '1 was refused, and the flows that use it are paused. What arrives is kept.',
    });
  });

  it('names no host, since it is public', async () => {
    expect(JSON.stringify(await healthWith({}))).not.toContain('canary');
  });
});

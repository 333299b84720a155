import { describe, expect, it } from 'vitest';
import { startWorker, until } from './testing/drain.ts';
import type { MemoryStore } from './testing/memoryStore.ts';
import type { PretendSystem } from './testing/pretendSystem.ts';
import { rowsOf, setUp } from './testing/setUp.ts';

/** A request takes so long at most to land, once it was sent. */
const leaseTtlMs = 2_500;

/**
 * A worker sends k0 to k9 to a destination that upserts, loses its lease while the request is on its way, and is never
 * heard of again. The request is.
 */
async function sendAndVanish(): Promise<{ store: MemoryStore; system: PretendSystem; land: () => void }> {
  const { store, system } = setUp({ delivery: 'U', rows: rowsOf(10) });
  const onItsWay = Promise.withResolvers<void>();
  system.onWrite = (call) => (call === 1 ? onItsWay.promise : undefined);
  store.addRun('nightly');
  // It hears of its loss only after all of this.
  const lost = startWorker(store, system, { leaseTtlMs, heartbeatMs: 60_000, stopMs: 1 });
  await until(() => system.writes.length === 1);
  void lost.stop();
  store.expireLeases();
  store.queue.forget();
  store.queue.enqueue({ flowId: 'flow', part: 0 });
  return { store, system, land: onItsWay.resolve };
}

const change = (store: MemoryStore, key: string) =>
  store.post('changes', key, { key, version: 2, record: { n: 'newer' } });

describe('a request of a worker that is gone, at a destination that upserts', () => {
  it('holds nobody up who writes the same again', async () => {
    const { store, system } = await sendAndVanish();
    const begun = performance.now();
    const next = startWorker(store, system, { leaseTtlMs });
    await until(() => system.held.size === 10);
    expect(performance.now() - begun).toBeLessThan(leaseTtlMs);
    await until(() => store.runs.every(({ kind, status }) => kind === 'live' || status === 'succeeded'));
    await next.stop();
    expect(system.history).toHaveLength(10);
  });

  it('sets back no newer change of its records when it lands late, and keeps no other record waiting', async () => {
    const { store, system, land } = await sendAndVanish();
    change(store, 'k3');
    change(store, 'other');
    const next = startWorker(store, system, { leaseTtlMs });
    await until(() => system.held.has('other'));
    expect(system.held.get('k3')?.record).not.toEqual({ n: 'newer' });
    land();
    await until(() => system.held.size === 11 && store.inbox.length === 0);
    await next.stop();
    expect(system.held.get('k3')?.effects.at(-1)).toBe('{"n":"newer"}');
  });

  it('is remembered by every worker after the next, until it must have landed', async () => {
    const { store, system, land } = await sendAndVanish();
    const second = startWorker(store, system, { leaseTtlMs });
    await until(() => store.runs.every(({ kind, status }) => kind === 'live' || status === 'succeeded'));
    await second.stop();
    expect([...store.attempts.values()].map(({ answered }) => answered)).toEqual([true]);
    change(store, 'k3');
    const third = startWorker(store, system, { leaseTtlMs });
    await until(() => store.inbox.length === 1 && system.writes.length >= 2);
    land();
    await until(() => store.inbox.length === 0);
    await third.stop();
    expect(system.held.get('k3')?.effects.at(-1)).toBe('{"n":"newer"}');
    expect(store.attempts.size).toBe(0);
  });

  it('is forgotten by the first who comes when it must have landed long ago', async () => {
    const { store, system } = await sendAndVanish();
    const second = startWorker(store, system, { leaseTtlMs });
    await until(() => store.runs.every(({ kind, status }) => kind === 'live' || status === 'succeeded'));
    await second.stop();
    store.skewMs += leaseTtlMs;
    store.queue.enqueue({ flowId: 'flow', part: 0 });
    const third = startWorker(store, system, { leaseTtlMs });
    await until(() => store.attempts.size === 0);
    await third.stop();
  });
});

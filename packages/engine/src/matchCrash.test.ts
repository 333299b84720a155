import type { DeliveryClass } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { createMemoryStore, type MemoryStore } from './testing/memoryStore.ts';
import { type Death, liveAndDie } from './testing/mortalWorker.ts';
import { createPretendContacts, type PretendContacts } from './testing/pretendContacts.ts';
import { pretendFlow, pretendPlan } from './testing/pretendFlow.ts';
import { createPretendSystem, type PretendSystem } from './testing/pretendSystem.ts';

/** Twelve records, of which the system has every third; two of them are edited while they are loaded. */
function setUp(delivery: DeliveryClass): {
  store: MemoryStore;
  system: PretendSystem;
  contacts: PretendContacts;
} {
  const store = createMemoryStore(pretendFlow(pretendPlan()));
  const contacts = createPretendContacts([0, 3, 6, 9].map((n) => `m${n}@x`));
  const rows = Array.from({ length: 12 }, (_, n) => ({
    key: `k${n}`,
    version: 1,
    record: { mail: `m${n}@x` },
  }));
  const system = createPretendSystem({ delivery, rows, pageSize: 4, maxBatch: 3, ...contacts.system });
  store.addRun('nightly');
  for (const n of [0, 1])
    store.post('changes', `k${n}`, { key: `k${n}`, version: 2, record: { mail: `m${n}@x`, edited: true } });
  return { store, system, contacts };
}

async function dieOnce(store: MemoryStore, system: PretendSystem, death: Death): Promise<boolean> {
  if (!(await liveAndDie(store, system, death))) return false;
  store.expireLeases();
  // Past the deadline of every intent: what was on its way has arrived by now.
  store.skewMs += 120_000;
  for (let lives = 0; store.queue.isBusy(); lives += 1) {
    if (lives > 5) throw new Error('the work does not end');
    await liveAndDie(store, system, { atCall: Number.POSITIVE_INFINITY, when: 'before' });
  }
  return true;
}

function check(
  { runs, queue, attempts, deadLetters }: MemoryStore,
  { held, history }: PretendContacts,
): void {
  expect(queue.failures).toEqual([]);
  expect(attempts.size).toBe(0);
  expect(deadLetters).toEqual([]);
  expect([...held.values()].map(({ mail }) => mail).sort()).toEqual(
    Array.from({ length: 12 }, (_, n) => `m${n}@x`).sort(),
  );
  expect(history.filter((line) => line.startsWith('create'))).toHaveLength(8);
  for (const mail of ['m0@x', 'm1@x'])
    expect([...held.values()].find((record) => record.mail === mail)).toEqual({ mail, edited: true });
  for (const { status, counts } of runs) {
    expect(status).toBe('succeeded');
    for (const { in: came, out, outcomes } of Object.values(counts))
      expect(came).toBe(out + Object.values(outcomes).reduce((sum, records) => sum + (records ?? 0), 0));
  }
}

describe.each(['N', 'I', 'U'] as const)(
  'a worker that dies at any call, where what is there is looked for, class %s',
  (delivery) => {
    it('makes no record twice, neither one that was there nor one it made before it died', async () => {
      let deaths = 0;
      for (let atCall = 1, reached = true; reached; atCall += 1) {
        reached = false;
        for (const when of ['before', 'after'] as const) {
          const { store, system, contacts } = setUp(delivery);
          if (!(await dieOnce(store, system, { atCall, when }))) continue;
          reached = true;
          deaths += 1;
          try {
            check(store, contacts);
          } catch (thrown) {
            throw new Error(`after dying ${when} call ${atCall}`, { cause: thrown });
          }
        }
      }
      expect(deaths).toBeGreaterThan(40);
    }, 120_000);
  },
);

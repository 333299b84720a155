import type { DataRecord, DeliveryClass } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { createMemoryStore, type MemoryStore } from '../testing/memoryStore.ts';
import { type Death, liveAndDie } from '../testing/mortalWorker.ts';
import { pretendFlow } from '../testing/pretendFlow.ts';
import { createPretendSides, linkPlan, type PretendSides } from '../testing/pretendSides.ts';
import type { PretendSystem } from '../testing/pretendSystem.ts';

/** Both sides hold records, some the same; both are edited, and everything is compared meanwhile. */
function setUp(delivery: DeliveryClass): { store: MemoryStore; sides: PretendSides } {
  const store = createMemoryStore(pretendFlow(linkPlan()));
  const sides = createPretendSides(delivery, 2);
  sides.b.spell = (record) =>
    typeof record.email === 'string' ? { ...record, email: record.email.trim().toLowerCase() } : record;
  const { a, b } = sides;
  for (const key of ['1', '2', '3'])
    a.rows.set(key, { id: key, mail: ` A${key}@x.test`, name: `n${key}`, plan: 'free' });
  for (const key of ['3', '4', '5']) b.rows.set(key, { id: key, email: `b${key}@x.test`, name: `n${key}` });
  const tell = (side: 'a' | 'b', key: string, record?: DataRecord) =>
    store.post(side, key, record === undefined ? { key } : { key, record });
  store.addRun('a', { kind: 'backfill' });
  a.rows.set('2', { ...a.rows.get('2'), mail: 'new@x.test' });
  tell('a', '2', a.rows.get('2'));
  b.rows.set('4', { ...b.rows.get('4'), email: 'changed@x.test', tier: 'gold' });
  tell('b', '4', b.rows.get('4'));
  tell('b', '5');
  return { store, sides };
}

/** What both sides have to hold in the end. */
const expected = {
  '1': { mail: 'a1@x.test', name: 'n1', plan: 'free' },
  '2': { mail: 'new@x.test', name: 'n2', plan: 'free' },
  '3': { mail: 'a3@x.test', name: 'n3', plan: 'free' },
  '4': { mail: 'changed@x.test', name: 'n4', plan: 'gold' },
  '5': { mail: 'b5@x.test', name: 'n5', plan: undefined },
};

const heldBy = (rows: Map<string, DataRecord>) =>
  Object.fromEntries(
    [...rows].sort().map(([key, { mail, email, name, plan, tier }]) => [
      key,
      {
        mail: String(mail ?? email)
          .trim()
          .toLowerCase(),
        name,
        plan: plan ?? tier,
      },
    ]),
  );

async function dieOnce(store: MemoryStore, system: PretendSystem, death: Death): Promise<boolean> {
  if (!(await liveAndDie(store, system, death))) return false;
  store.expireLeases();
  store.skewMs += 120_000;
  for (let lives = 0; store.queue.isBusy(); lives += 1) {
    if (lives > 5) throw new Error('the work does not end');
    await liveAndDie(store, system, { atCall: Number.POSITIVE_INFINITY, when: 'before' });
  }
  return true;
}

function check(store: MemoryStore, { a, b }: PretendSides): void {
  expect(store.queue.failures).toEqual([]);
  expect(store.inbox).toEqual([]);
  expect(store.attempts.size).toBe(0);
  expect(store.deadLetters).toEqual([]);
  expect(heldBy(a.rows)).toEqual(expected);
  expect(heldBy(b.rows)).toEqual(expected);
  // Each side was told of each record once, but for what had both sides to be put right.
  for (const { history } of [a, b]) {
    expect(new Set(history).size).toBe(history.length);
    for (const key of Object.keys(expected))
      expect(history.filter((line) => line.startsWith(`${key}=`)).length).toBeLessThanOrEqual(2);
  }
  for (const { status, counts } of store.runs) {
    expect(status).toBe('succeeded');
    for (const { in: came, out, outcomes } of Object.values(counts))
      expect(came).toBe(out + Object.values(outcomes).reduce((sum, records) => sum + (records ?? 0), 0));
  }
  const created = (node: string) =>
    store.runs.reduce((sum, { counts }) => sum + (counts[node]?.outcomes.created ?? 0), 0);
  // A run that looks at what another one wrote before it died takes it for settled: then it is in no count, never in two.
  expect(created('write-a')).toBeLessThanOrEqual(2);
  expect(created('write-b')).toBeLessThanOrEqual(2);
}

describe.each(['T', 'U', 'I', 'N'] as const)(
  'a worker that dies at any call, with a link of class %s',
  (delivery) => {
    it('leaves both sides equal, nothing doubled and nothing counted twice', async () => {
      let deaths = 0;
      for (let atCall = 1, reached = true; reached; atCall += 1) {
        reached = false;
        for (const when of ['before', 'after'] as const) {
          const { store, sides } = setUp(delivery);
          // A life needs nothing but the connectors.
          if (!(await dieOnce(store, sides as unknown as PretendSystem, { atCall, when }))) continue;
          reached = true;
          deaths += 1;
          try {
            check(store, sides);
          } catch (thrown) {
            throw new Error(`after dying ${when} call ${atCall}`, { cause: thrown });
          }
        }
      }
      expect(deaths).toBeGreaterThan(60);
    }, 120_000);
  },
);

import type { DataRecord, DeliveryClass } from '@syncline/model';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { drain } from '../testing/drain.ts';
import { createMemoryStore, type MemoryStore } from '../testing/memoryStore.ts';
import { liveAndDie } from '../testing/mortalWorker.ts';
import { pretendFlow } from '../testing/pretendFlow.ts';
import {
  createPretendSides,
  linkPlan,
  type PretendSide,
  type PretendSides,
} from '../testing/pretendSides.ts';
import type { PretendSystem } from '../testing/pretendSystem.ts';

const side = fc.constantFrom('a' as const, 'b' as const);
const key = fc.constantFrom('1', '2', '3');

const act = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('edit' as const), side, key, field: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), side, key }) },
  /** Somebody edits a record while it is being written. */
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('meddle' as const), side, key, field: fc.boolean() }),
  },
  /** Or right before. */
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('hasten' as const), side, key, field: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('work' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('die' as const), atCall: fc.integer({ min: 1, max: 40 }) }),
  },
);
/** How an event comes: in full, late, as a mere hint, twice, not at all. */
const fate = fc.constantFrom('full', 'full', 'late', 'hint', 'twice', 'lost');

interface World {
  store: MemoryStore;
  sides: PretendSides;
  edits: Map<string, number>;
  /** Edits a side answered with a delete or another edit at a time when no order can be told. */
  count: number;
}

function createWorld(delivery: DeliveryClass, answers: boolean): World {
  const sides = createPretendSides(delivery, 2);
  sides.a.answers = answers;
  sides.b.answers = answers;
  sides.b.spell = (record) =>
    typeof record.email === 'string' ? { ...record, email: record.email.trim().toLowerCase() } : record;
  return { store: createMemoryStore(pretendFlow(linkPlan())), sides, edits: new Map(), count: 0 };
}

function tell({ store, sides }: World, at: 'a' | 'b', id: string, how: string, before?: DataRecord): void {
  const row = sides[at].rows.get(id);
  const full = row === undefined ? { key: id } : { key: id, record: { ...row } };
  if (how === 'lost') return;
  if (how === 'hint') store.post(at, id, { key: id });
  else if (how === 'late' && before !== undefined) {
    store.post(at, id, full);
    store.post(at, id, { key: id, record: before });
  } else for (let times = how === 'twice' ? 2 : 1; times > 0; times -= 1) store.post(at, id, full);
}

function edit(world: World, at: 'a' | 'b', id: string, isMail: boolean, how: string): void {
  world.count += 1;
  world.edits.set(id, (world.edits.get(id) ?? 0) + 1);
  const { rows } = world.sides[at];
  const before = rows.get(id);
  const text = `Edit${world.count}@x.test `;
  const names = at === 'a' ? ['mail', 'plan'] : ['email', 'tier'];
  const first = before === undefined ? { id, [names[0] ?? '']: `new${world.count}@x.test` } : {};
  const spelled = at === 'b' && isMail ? text.trim().toLowerCase() : text;
  rows.set(id, { ...before, ...first, [names[isMail ? 0 : 1] ?? '']: spelled });
  tell(world, at, id, how, before);
}

const held = ({ rows }: PretendSide, names: readonly [string, string]) =>
  Object.fromEntries(
    [...rows]
      .sort()
      .map(([id, row]) => [id, [String(row[names[0]]).trim().toLowerCase(), String(row[names[1]] ?? '')]]),
  );

async function calm({ store, sides }: World): Promise<void> {
  store.expireLeases();
  store.skewMs += 120_000;
  // A drain needs nothing but the connectors.
  await drain(store, sides as unknown as PretendSystem);
}

it('leaves both sides equal after any history of edits, lost and late events and deaths, once all was compared', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('T' as const, 'U' as const, 'N' as const),
      fc.boolean(),
      fc.array(fc.tuple(act, fate), { minLength: 3, maxLength: 18 }),
      async (delivery, answers, acts) => {
        const world = createWorld(delivery, answers);
        const { store, sides } = world;
        for (const [one, how] of acts) {
          if (one.kind === 'edit') edit(world, one.side, one.key, one.field, how);
          else if (one.kind === 'delete') {
            sides[one.side].rows.delete(one.key);
            tell(world, one.side, one.key, how);
          } else if (one.kind === 'meddle') {
            sides[one.side].onApplied = () => {
              sides[one.side].onApplied = () => undefined;
              // A look after a record was made can't tell an edit from a default, where the other side gives no value.
              edit(world, one.side, one.key, one.field || !answers, how);
            };
          } else if (one.kind === 'hasten') {
            sides[one.side].onSent = () => {
              sides[one.side].onSent = () => undefined;
              edit(world, one.side, one.key, one.field, how);
            };
          } else if (one.kind === 'work') await calm(world);
          else {
            const system = sides as unknown as PretendSystem;
            if (await liveAndDie(store, system, { atCall: one.atCall, when: 'after' })) store.expireLeases();
          }
        }
        for (const name of ['a', 'b'] as const) {
          sides[name].onSent = () => undefined;
          sides[name].onApplied = () => undefined;
        }
        await calm(world);
        for (const feeder of ['a', 'b', 'a']) {
          store.addRun(feeder, { kind: 'sweep' });
          await calm(world);
        }
        expect(store.queue.failures).toEqual([]);
        expect(store.deadLetters).toEqual([]);
        expect(store.attempts.size).toBe(0);
        expect(held(sides.b, ['email', 'tier'])).toEqual(held(sides.a, ['mail', 'plan']));
        const written = sides.a.history.length + sides.b.history.length;
        store.addRun('b', { kind: 'sweep' });
        await calm(world);
        expect(sides.a.history.length + sides.b.history.length).toBe(written);
        for (const { status, counts } of store.runs) {
          expect(status).toBe('succeeded');
          for (const { in: came, out, outcomes } of Object.values(counts))
            expect(came).toBe(
              out + Object.values(outcomes).reduce((sum, records) => sum + (records ?? 0), 0),
            );
        }
      },
    ),
    { numRuns: 60, endOnFailure: true },
  );
}, 240_000);

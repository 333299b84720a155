import { expect, it } from 'vitest';
import type { LedgerEntry } from '../ports.ts';
import { versionText } from '../record/versionText.ts';
import { guard } from './guard.ts';
import { createLanes, priorities } from './lanes.ts';

/** A small fast generator, so that every seed is a history of its own that can be played again. */
function randomOf(seed: number): (below: number) => number {
  let state = (seed * 2654435761 + 1) >>> 0;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}

interface Proposed {
  key: string;
  version: number;
}

const keys = ['a', 'b', 'c'];
/** What version n of a record is: every fourth one is a delete. */
const contentOf = ({ key, version }: Proposed) => (version % 4 === 0 ? null : `${key}${version % 3}`);

/**
 * One history: a source that changes, a trigger that tells of each change (some twice, some late), and batches that read
 * what is there at their moment and deliver it at another. All through lanes, guard and settlement, with pages broken off
 * between write and settlement and worked on again.
 *
 * @returns keys whose destination ends different from the source.
 */
async function play(seed: number): Promise<string[]> {
  const random = randomOf(seed);
  const versions = new Map(keys.map((key) => [key, 0]));
  const events: Proposed[] = [];
  const batches: Proposed[][] = [];
  for (let change = 0; change < 10; change += 1) {
    const key = keys[random(keys.length)] ?? 'a';
    const version = (versions.get(key) ?? 0) + 1;
    versions.set(key, version);
    for (let times = 1 + (random(4) === 0 ? 1 : 0); times > 0; times -= 1) events.push({ key, version });
    if (random(4) === 0) {
      batches.push([...versions].filter(([, at]) => at > 0).map(([one, at]) => ({ key: one, version: at })));
    }
  }
  // Delivery order of a webhook sender promises nothing.
  for (let at = events.length - 1; at > 0; at -= 1) {
    const other = Math.max(0, at - random(4));
    [events[at], events[other]] = [events[other] as Proposed, events[at] as Proposed];
  }

  const lanes = createLanes();
  const ledger = new Map<string, LedgerEntry>();
  const destination = new Map<string, string>();
  const pause = async () => {
    for (let ticks = random(4); ticks > 0; ticks -= 1) await Promise.resolve();
  };
  const never = new AbortController().signal;

  const deliver = async (
    page: Proposed[],
    runId: string,
    number: number,
    priority: number,
  ): Promise<void> => {
    // As in the engine: of several states of one record in a page the newest goes out.
    const newest = new Map<string, Proposed>();
    for (const one of page) if ((newest.get(one.key)?.version ?? 0) <= one.version) newest.set(one.key, one);
    const release = await lanes.acquire(new Map([['d', new Set(newest.keys())]]), priority, never);
    const entries = new Map([...newest.keys()].map((key) => [key, ledger.get(key)]));
    await pause();
    const rows = new Map<string, LedgerEntry>();
    const written = new Set<string>();
    for (const one of newest.values()) {
      const content = contentOf(one);
      const version = { kind: 'seq', epoch: 0, value: `${one.version}`, granularityMs: 0 } as const;
      const op = content === null ? 'delete' : 'upsert';
      const proposal = { op, version, receivedMs: number, hash: content ?? '' } as const;
      const decision = guard(proposal, entries.get(one.key), { runId, atMostOnce: false });
      if (decision.act === 'settle' && !decision.forward) continue;
      if (decision.act === 'write') {
        if (content === null) destination.delete(one.key);
        else destination.set(one.key, content);
        written.add(one.key);
        await pause();
      }
      rows.set(one.key, {
        hash: content ?? '',
        version: versionText(version, number),
        state: content === null ? 'tombstone' : 'synced',
        remoteId: null,
        runId,
        page: number,
        outcome: 'updated',
      });
    }
    const crashed = random(8) === 0;
    for (const [key, row] of rows) {
      if (!crashed) ledger.set(key, row);
      else if (written.has(key)) ledger.set(key, doubtful(row, entries.get(key)));
    }
    await pause();
    release();
    await pause();
    if (crashed) await deliver(page, runId, number, priority);
  };

  const live = async () => {
    for (let from = 0, page = 0; from < events.length; page += 1) {
      const size = 1 + random(3);
      await deliver(events.slice(from, from + size), 'live', page, priorities.live);
      from += size;
    }
  };
  const batch = async () => {
    const pages = batches
      .flatMap((read) => [read.slice(0, 2), read.slice(2)])
      .filter(({ length }) => length > 0);
    // Two pages are on their way at a time.
    for (let at = 0; at < pages.length; at += 2) {
      await Promise.all(
        pages.slice(at, at + 2).map((page, n) => deliver(page, 'batch', at + n, priorities.read)),
      );
    }
  };
  await Promise.all([live(), batch()]);
  return keys.filter((key) => {
    const version = versions.get(key) ?? 0;
    const expected = version === 0 ? null : contentOf({ key, version });
    return (destination.get(key) ?? null) !== expected;
  });
}

/** What recovery makes of a write that nobody heard of: the destination may hold it, or what was there before. */
function doubtful(row: LedgerEntry, before: LedgerEntry | undefined): LedgerEntry {
  return { ...row, state: 'uncertain', outcome: 'uncertain', version: before?.version ?? '', page: null };
}

it('ends as the source is, in 20,000 histories of overlapping, repeated, late and broken-off work', async () => {
  const divergent: number[] = [];
  for (let seed = 1; seed <= 20_000; seed += 1) {
    if ((await play(seed)).length > 0) divergent.push(seed);
  }
  expect(divergent).toEqual([]);
}, 120_000);

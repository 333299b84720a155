import { noVersion, type Outcome, type SourceVersion } from '@syncline/model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LedgerEntry, LedgerState } from '../ports.ts';
import { parseVersion, versionText } from '../record/versionText.ts';
import { type Decision, type GuardContext, guard, type Proposal } from './guard.ts';

const seq = (value: number): SourceVersion => ({
  kind: 'seq',
  epoch: 0,
  value: `${value}`,
  granularityMs: 0,
});
const stamp = (value: string): SourceVersion => ({ kind: 'ts', epoch: 0, value, granularityMs: 1000 });
const context: GuardContext = { runId: 'run', atMostOnce: false };

const entry = (state: LedgerState, version: SourceVersion, more: Partial<LedgerEntry> = {}): LedgerEntry => ({
  hash: state === 'tombstone' ? '' : 'h',
  version: versionText(version, 100),
  state,
  remoteId: null,
  runId: 'earlier',
  page: 0,
  outcome: 'created',
  ...more,
});
const upsert = (version: SourceVersion, hash = 'h', receivedMs = 200): Proposal => ({
  op: 'upsert',
  version,
  receivedMs,
  hash,
});
const remove = (version: SourceVersion, receivedMs = 200): Proposal => ({
  op: 'delete',
  version,
  receivedMs,
  hash: '',
});

const short = (decision: Decision): string => {
  if (decision.act === 'refetch') return 'refetch';
  return decision.act === 'write'
    ? `write${decision.known ? ' known' : ''}`
    : `${decision.outcome}${decision.forward ? ' forward' : ''}${decision.replayed ? ' replayed' : ''}`;
};

describe('the guard', () => {
  const synced = entry('synced', seq(5));
  const tomb = entry('tombstone', seq(5));
  const cases: [string, Proposal, LedgerEntry | undefined, string][] = [
    ['writes a record nobody has seen', upsert(seq(1)), undefined, 'write'],
    [
      'lays a tombstone for a delete of a record nobody has seen',
      remove(seq(1)),
      undefined,
      'unchanged forward',
    ],
    ['refuses an older version', upsert(seq(4), 'new'), synced, 'stale'],
    ['refuses an older version with the same content', upsert(seq(4)), synced, 'stale'],
    ['refuses an older delete', remove(seq(4)), synced, 'stale'],
    ['knows a repeated delivery', upsert(seq(5)), synced, 'duplicate'],
    ['writes nothing when only the version moved', upsert(seq(6)), synced, 'unchanged forward'],
    ['writes a newer content', upsert(seq(6), 'new'), synced, 'write known'],
    [
      'writes again what another mapping made of the same version',
      upsert(seq(5), 'new'),
      synced,
      'write known',
    ],
    ['deletes what is there', remove(seq(6)), synced, 'write known'],
    ['lets a delete end the version it names', remove(seq(5)), synced, 'write known'],
    ['does not raise the dead by an older upsert', upsert(seq(4)), tomb, 'stale'],
    ['does not raise the dead by the version that died', upsert(seq(5)), tomb, 'stale'],
    ['creates anew what was created anew', upsert(seq(6)), tomb, 'write'],
    ['knows a repeated delete', remove(seq(5)), tomb, 'duplicate'],
    ['moves a tombstone forward', remove(seq(7)), tomb, 'unchanged forward'],
    ['refuses a delete older than the tombstone', remove(seq(4)), tomb, 'stale'],
    [
      'lets the later received win when versions say nothing',
      upsert(noVersion, 'new', 200),
      entry('synced', noVersion),
      'write known',
    ],
    [
      'refuses the earlier received when versions say nothing',
      upsert(noVersion, 'new', 50),
      entry('synced', noVersion),
      'stale',
    ],
    [
      'treats a shared coarse time stamp by arrival',
      upsert(stamp('2026-01-01'), 'new', 50),
      entry('synced', stamp('2026-01-01')),
      'stale',
    ],
    [
      'trusts a coarse time stamp that differs',
      upsert(stamp('2026-01-02'), 'new', 50),
      entry('synced', stamp('2026-01-01')),
      'write known',
    ],
    [
      'leaves same content alone whatever the versions say',
      upsert(noVersion, 'h', 50),
      entry('synced', noVersion),
      'unchanged',
    ],
    [
      'does not compare versions of two kinds',
      upsert(stamp('2020-01-01'), 'new', 200),
      synced,
      'write known',
    ],
    [
      'does not raise the dead by what was received before the delete',
      upsert(noVersion, 'h', 50),
      entry('tombstone', noVersion),
      'stale',
    ],
    ['writes what failed before', upsert(seq(5)), entry('dead', seq(5)), 'write known'],
    [
      'writes what failed before and was never there',
      upsert(seq(5)),
      entry('dead', seq(5), { hash: '' }),
      'write',
    ],
    ['refuses what is older than the failed version', upsert(seq(4)), entry('dead', seq(5)), 'stale'],
    ['writes an uncertain record again', upsert(seq(5)), entry('uncertain', seq(5)), 'write known'],
    [
      'writes newer content over an uncertain one',
      upsert(seq(6), 'new'),
      entry('uncertain', seq(5)),
      'write known',
    ],
  ];
  it.each(cases)('%s', (_, proposal, held, expected) => {
    expect(short(guard(proposal, held, context))).toBe(expected);
  });

  it('keeps an uncertain record uncertain where twice is worse than never, until its content changes', () => {
    const careful = { ...context, atMostOnce: true };
    expect(short(guard(upsert(seq(5)), entry('uncertain', seq(5)), careful))).toBe('uncertain');
    expect(short(guard(remove(seq(6)), entry('uncertain', seq(5), { hash: '' }), careful))).toBe(
      'uncertain forward',
    );
    expect(short(guard(upsert(seq(6), 'new'), entry('uncertain', seq(5)), careful))).toBe('write known');
  });

  it.each(['created', 'updated', 'unchanged'] satisfies Outcome[])(
    'counts "%s" once when the page that wrote it died before it was settled',
    (outcome) => {
      const own = entry('synced', seq(5), { runId: 'run', page: null, outcome });
      expect(short(guard(upsert(seq(5)), own, context))).toBe(`${outcome} replayed`);
      expect(short(guard(upsert(seq(6)), own, context))).toBe(`${outcome} forward replayed`);
      expect(short(guard(upsert(seq(6), 'new'), own, context))).toBe('write known');
      expect(short(guard(upsert(seq(5)), { ...own, page: 3 }, context))).toBe('duplicate');
      expect(short(guard(upsert(seq(5)), own, { ...context, runId: 'next' }))).toBe('duplicate');
    },
  );

  it('counts a delete again when its page is worked on again', () => {
    const own = entry('tombstone', seq(5), { runId: 'run', page: null, outcome: 'deleted' });
    expect(short(guard(remove(seq(5)), own, context))).toBe('deleted replayed');
  });
});

describe('the guard of a destination that each run replaces', () => {
  const whole: GuardContext = { ...context, wholeState: true };
  const own = (state: LedgerState, more: Partial<LedgerEntry> = {}) =>
    entry(state, seq(5), { runId: 'run', ...more });
  const cases: [string, Proposal, LedgerEntry | undefined, string][] = [
    ['writes a record nobody has seen', upsert(seq(1)), undefined, 'write'],
    ['writes again what an earlier run wrote', upsert(seq(5)), entry('synced', seq(5)), 'write known'],
    [
      'writes again what another run wrote and never counted',
      upsert(seq(5)),
      entry('synced', seq(5), { page: null }),
      'write known',
    ],
    [
      'writes what went back to an older version',
      upsert(seq(4), 'old'),
      entry('synced', seq(5)),
      'write known',
    ],
    ['writes what was deleted once', upsert(seq(5)), entry('tombstone', seq(5)), 'write'],
    ['knows what this run has handed over', upsert(seq(5)), own('synced'), 'duplicate'],
    ['hands no second state over in one run', upsert(seq(6), 'new'), own('synced'), 'duplicate forward'],
    [
      'counts what a dead page of this run wrote',
      upsert(seq(5)),
      own('synced', { page: null }),
      'created replayed',
    ],
    [
      'counts it although the record has changed since',
      upsert(seq(6), 'new'),
      own('synced', { page: null }),
      'created forward replayed',
    ],
    ['writes what was refused', upsert(seq(5)), own('dead'), 'write known'],
    ['writes what may not have arrived', upsert(seq(4)), own('uncertain', { page: null }), 'write known'],
    ['leaves deletes out', remove(seq(6)), entry('synced', seq(5)), 'filtered'],
    ['leaves deletes of unknown records out', remove(seq(6)), undefined, 'filtered'],
  ];
  it.each(cases)('%s', (_, proposal, held, expected) => {
    expect(short(guard(proposal, held, whole))).toBe(expected);
  });
});

describe('a record whose changes come in any order, any number of times', () => {
  const change = fc.record({
    version: fc.integer({ min: 1, max: 6 }),
    repeat: fc.integer({ min: 1, max: 3 }),
  });

  it('ends as its newest version, and its version never goes back', () => {
    // What version n of the record is: a fixed function, as at a real source.
    const stateOf = (version: number) => (version % 3 === 0 ? null : `content ${version % 4}`);
    void fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 30 }), fc.nat(), (changes, seed) => {
        const arrivals = changes.flatMap(({ version, repeat }) => Array<number>(repeat).fill(version));
        arrivals.sort((a, b) => ((a * 31 + seed) % 7) - ((b * 31 + seed) % 7));
        let held: LedgerEntry | undefined;
        let destination: string | null = null;
        arrivals.forEach((version, index) => {
          const content = stateOf(version);
          const proposal: Proposal = {
            op: content === null ? 'delete' : 'upsert',
            version: seq(version),
            receivedMs: index,
            hash: content ?? '',
          };
          const before = held === undefined ? 0 : Number(parseVersion(held.version).version.value);
          const decision = guard(proposal, held, { runId: 'run', atMostOnce: false });
          if (decision.act === 'write') destination = content;
          if (decision.act === 'write' || (decision.act === 'settle' && decision.forward)) {
            held = entry(content === null ? 'tombstone' : 'synced', seq(version), {
              hash: content ?? '',
              runId: 'run',
              page: index,
            });
          }
          const after = held === undefined ? 0 : Number(parseVersion(held.version).version.value);
          expect(after).toBeGreaterThanOrEqual(before);
        });
        expect(destination).toBe(stateOf(Math.max(...arrivals)));
      }),
      { numRuns: 2000 },
    );
  });

  it('always gets a decision, and only a write when the content may differ', () => {
    const version = fc.record({
      kind: fc.constantFrom('pgxid', 'seq', 'ts', 'etag', 'none'),
      epoch: fc.nat({ max: 1 }),
      value: fc.constantFrom('1', '2', '10'),
      granularityMs: fc.constantFrom(0, 1000),
    });
    const state = fc.constantFrom<LedgerState[]>('synced', 'failed', 'dead', 'tombstone', 'uncertain');
    void fc.assert(
      fc.property(
        version,
        version,
        state,
        fc.boolean(),
        fc.boolean(),
        fc.nat({ max: 200 }),
        (proposed, held, heldState, isDelete, sameHash, receivedMs) => {
          const ledger = entry(heldState, held);
          const proposal = isDelete
            ? remove(proposed, receivedMs)
            : upsert(proposed, sameHash ? 'h' : 'i', receivedMs);
          const decision = guard(proposal, ledger, context);
          if (decision.act !== 'write') return;
          const same = isDelete ? heldState === 'tombstone' : sameHash && heldState === 'synced';
          expect(same).toBe(false);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

import { noVersion, type SourceVersion } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import type { LedgerEntry, LedgerState } from '../ports.ts';
import { versionText } from '../record/versionText.ts';
import { type Decision, type GuardContext, guard, type Proposal } from './guard.ts';

const seq = (value: number): SourceVersion => ({
  kind: 'seq',
  epoch: 0,
  value: `${value}`,
  granularityMs: 0,
});
const coarse: SourceVersion = { kind: 'ts', epoch: 0, value: '2026-01-01T00:00:00Z', granularityMs: 1000 };
const entry = (state: LedgerState, version: SourceVersion): LedgerEntry => ({
  hash: state === 'tombstone' ? '' : 'h',
  version: versionText(version, 100),
  state,
  remoteId: null,
  runId: 'earlier',
  page: 0,
  outcome: 'created',
});
const upsert = (version: SourceVersion, more: Partial<Proposal> = {}): Proposal => ({
  op: 'upsert',
  version,
  receivedMs: 200,
  hash: 'new',
  ...more,
});
const remove = (version: SourceVersion, more: Partial<Proposal> = {}): Proposal =>
  upsert(version, { op: 'delete', hash: '', ...more });

const short = (decision: Decision): string => {
  if (decision.act === 'refetch') return 'refetch';
  const doubt = decision.ambiguous === true ? ' ambiguous' : '';
  if (decision.act === 'write') return `write${doubt}`;
  return `${decision.outcome}${decision.forward ? ' forward' : ''}${doubt}`;
};
const asking: GuardContext = { runId: 'run', atMostOnce: false, canRefetch: true };
const blind: GuardContext = { ...asking, canRefetch: false };
const read = { authoritative: true } as const;
const h = { hash: 'h' };

type Case = [string, Proposal, LedgerEntry | undefined, string, string];

describe('the guard of a source that can be asked for single records, and of one that can not', () => {
  const cases: Case[] = [
    ['no version', upsert(noVersion), entry('synced', noVersion), 'refetch', 'write ambiguous'],
    [
      'no version, came earlier',
      upsert(noVersion, { receivedMs: 50 }),
      entry('synced', noVersion),
      'refetch',
      'stale ambiguous',
    ],
    ['one coarse time for two states', upsert(coarse), entry('synced', coarse), 'refetch', 'write ambiguous'],
    ['one version with two contents', upsert(seq(5)), entry('synced', seq(5)), 'refetch', 'write'],
    ['a delete without version', remove(noVersion), entry('synced', noVersion), 'refetch', 'write ambiguous'],
    [
      'the same content without version',
      upsert(noVersion, h),
      entry('synced', noVersion),
      'unchanged',
      'unchanged',
    ],
    ['what comes back from the dead', upsert(seq(6)), entry('tombstone', seq(5)), 'refetch', 'write'],
    ['what died in this version', upsert(seq(5)), entry('tombstone', seq(5)), 'stale', 'stale'],
    ['an older version', upsert(seq(4)), entry('synced', seq(5)), 'stale', 'stale'],
    ['a newer version', upsert(seq(6)), entry('synced', seq(5)), 'write', 'write'],
    [
      'the survivor of a contest, though older',
      upsert(seq(4), { contested: true }),
      entry('synced', seq(5)),
      'refetch',
      'stale',
    ],
    [
      'the survivor of a contest, unknown',
      upsert(seq(4), { contested: true }),
      undefined,
      'refetch',
      'write ambiguous',
    ],
    [
      'what was read just now and is older, since readers see late',
      upsert(seq(4), read),
      entry('synced', seq(5)),
      'stale',
      'stale',
    ],
    [
      'what was read just now and is gone',
      remove(noVersion, read),
      entry('synced', seq(5)),
      'write',
      'write',
    ],
    [
      'what was read just now and is the same',
      upsert(noVersion, { ...read, ...h }),
      entry('synced', noVersion),
      'unchanged',
      'unchanged',
    ],
    [
      'what was read just now and is there again',
      upsert(noVersion, read),
      entry('tombstone', noVersion),
      'write',
      'write',
    ],
  ];
  it.each(cases)('%s', (_, proposal, held, asked, unasked) => {
    expect(short(guard(proposal, held, asking))).toBe(asked);
    expect(short(guard(proposal, held, blind))).toBe(unasked);
  });

  it('asks about nothing that was never there for certain', () => {
    const doubtful = { ...entry('uncertain', noVersion), version: '' };
    expect(short(guard(upsert(noVersion), doubtful, asking))).toBe('write ambiguous');
  });

  it('moves no version on when all there is is being read and nothing changed', () => {
    const held = entry('synced', seq(5));
    expect(short(guard(upsert(seq(6), h), held, { ...asking, keepsVersion: true }))).toBe('unchanged');
    expect(short(guard(upsert(seq(6), h), held, asking))).toBe('unchanged forward');
  });
});

describe('a delete', () => {
  const synced = entry('synced', seq(5));
  const orphan = entry('orphan', seq(5));
  const at = (deletes: GuardContext['deletes']): GuardContext => ({ ...blind, deletes });
  it.each([
    ['ignore', remove(seq(6)), synced, 'filtered forward'],
    ['ignore', remove(seq(6)), orphan, 'filtered forward'],
    ['ignore', remove(seq(4)), synced, 'filtered'],
    ['ignore', remove(seq(6)), undefined, 'filtered forward'],
    ['unlink', remove(seq(6)), synced, 'unchanged forward'],
    ['unlink', remove(seq(4)), synced, 'stale'],
    ['archive', remove(seq(6)), synced, 'write'],
    ['archive', remove(seq(6)), undefined, 'unchanged forward'],
    ['archive', remove(seq(6)), entry('tombstone', seq(5)), 'unchanged forward'],
    ['delete', remove(seq(6)), orphan, 'write'],
  ] as const)('where deletes mean %s', (policy, proposal, held, expected) => {
    expect(short(guard(proposal, held, at(policy)))).toBe(expected);
  });

  it('leaves an orphan that comes back with its next version, not with one it had', () => {
    expect(short(guard(upsert(seq(6), h), orphan, blind))).toBe('unchanged forward');
    expect(short(guard(upsert(seq(6), h), orphan, asking))).toBe('refetch');
    expect(short(guard(upsert(seq(6)), orphan, blind))).toBe('write');
    expect(short(guard(upsert(seq(5)), orphan, blind))).toBe('stale');
    expect(short(guard(upsert(seq(4), h), orphan, blind))).toBe('stale');
  });
});

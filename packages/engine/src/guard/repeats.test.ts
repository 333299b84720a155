import { noVersion, type SourceVersion } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../ports.ts';
import { versionText } from '../record/versionText.ts';
import { guard, type Proposal } from './guard.ts';

const seq = (value: number): SourceVersion => ({
  kind: 'seq',
  epoch: 0,
  value: `${value}`,
  granularityMs: 0,
});
const held = (version: SourceVersion, more: Partial<LedgerEntry> = {}): LedgerEntry => ({
  hash: 'h',
  version: versionText(version, 100),
  state: 'synced',
  remoteId: null,
  runId: 'earlier',
  page: 0,
  outcome: 'created',
  ...more,
});
const happened = (version: SourceVersion, receivedMs: number): Proposal => ({
  op: 'upsert',
  version,
  receivedMs,
  hash: 'h',
  repeats: true,
});
const context = { runId: 'run', atMostOnce: false };

describe('what is to be told each time it happens', () => {
  it('is written again when it happened again, though the record is the same', () => {
    expect(guard(happened(seq(2), 200), held(seq(1)), context)).toEqual({ act: 'write', known: true });
    expect(guard(happened(noVersion, 200), held(noVersion), context)).toMatchObject({ act: 'write' });
  });

  it('is not written twice for one time: by its version, by when it came, or by what was left uncounted', () => {
    expect(guard(happened(seq(1), 200), held(seq(1)), context)).toMatchObject({ outcome: 'duplicate' });
    expect(guard(happened(seq(1), 200), held(seq(2)), context)).toMatchObject({ outcome: 'stale' });
    expect(guard(happened(noVersion, 100), held(noVersion), context)).toMatchObject({ outcome: 'unchanged' });
    const uncounted = held(seq(1), { runId: 'run', page: null });
    expect(guard(happened(seq(2), 200), uncounted, context)).toMatchObject({
      outcome: 'created',
      replayed: true,
    });
  });
});

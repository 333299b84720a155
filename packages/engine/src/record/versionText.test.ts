import { compareVersions, noVersion, type SourceVersion } from '@syncline/model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseVersion, versionText } from './versionText.ts';

const version: fc.Arbitrary<SourceVersion> = fc.record({
  kind: fc.constantFrom('pgxid', 'lsn', 'seq', 'ts', 'etag', 'none'),
  epoch: fc.nat(),
  value: fc.string({ maxLength: 40 }),
  granularityMs: fc.nat(),
});

describe('the version text', () => {
  it('gives back every version it was made of', () => {
    void fc.assert(
      fc.property(version, fc.nat({ max: 8_640_000_000_000_000 }), (one, receivedMs) => {
        expect(parseVersion(versionText(one, receivedMs))).toEqual({ version: one, receivedMs });
      }),
    );
  });

  it('keeps values with dots and colons whole', () => {
    const stamp: SourceVersion = {
      kind: 'ts',
      epoch: 3,
      value: '2026-11-21T02:00:00.123Z',
      granularityMs: 1000,
    };
    expect(versionText(stamp, 1)).toBe('t3.rs.1.2026-11-21T02:00:00.123Z');
    expect(parseVersion(versionText(stamp, 1)).version).toEqual(stamp);
  });

  it.each(['', 'x', 'q0.0.0.1', 's0.0', 's!.0.0.1', 's0.!.0.1', 's0.0.!.1', 'hello world'])(
    'treats %j as no version, so that nothing is held back by it',
    (text) => {
      const held = parseVersion(text);
      expect(held).toEqual({ version: noVersion, receivedMs: 0 });
      expect(compareVersions({ kind: 'seq', epoch: 0, value: '1', granularityMs: 0 }, held.version)).toBe(
        'incomparable',
      );
    },
  );
});

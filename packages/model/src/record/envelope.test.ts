import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balanceGroup, outcomes } from './balanceGroup.ts';
import { compareVersions, keyText, noVersion, type SourceVersion } from './envelope.ts';

const version = (
  kind: SourceVersion['kind'],
  value: string,
  extra: Partial<SourceVersion> = {},
): SourceVersion => ({
  kind,
  epoch: 0,
  value,
  granularityMs: 0,
  ...extra,
});

describe('compareVersions', () => {
  it.each([
    ['9', '10', 'older'],
    ['10', '9', 'newer'],
    ['18446744073709551615', '18446744073709551616', 'older'],
    ['7', '7', 'equal'],
  ] as const)('sequence %s is %s than %s as a number, not as text', (a, b, order) => {
    expect(compareVersions(version('seq', a), version('seq', b))).toBe(order);
  });

  it('does not trust a tie of coarse timestamps', () => {
    const coarse = { granularityMs: 1000 };
    expect(compareVersions(version('ts', '2026-01-01', coarse), version('ts', '2026-01-01', coarse))).toBe(
      'incomparable',
    );
  });

  it('does not compare across kinds, epochs or without a version', () => {
    expect(compareVersions(version('seq', '1'), version('ts', '2'))).toBe('incomparable');
    expect(compareVersions(version('seq', '1'), version('seq', '2', { epoch: 1 }))).toBe('incomparable');
    expect(compareVersions(noVersion, noVersion)).toBe('incomparable');
    expect(compareVersions(version('etag', 'a'), version('etag', 'b'))).toBe('incomparable');
  });

  it('is the mirror of itself', () => {
    const any = fc.record({
      kind: fc.constantFrom('seq' as const, 'ts' as const),
      epoch: fc.nat(1),
      value: fc.nat(50).map(String),
      granularityMs: fc.constant(0),
    });
    const mirror = { older: 'newer', newer: 'older', equal: 'equal', incomparable: 'incomparable' };
    fc.assert(fc.property(any, any, (a, b) => compareVersions(b, a) === mirror[compareVersions(a, b)]));
  });
});

describe('keyText', () => {
  it('takes 17 and "17" for one record', () => {
    expect(keyText([17])).toBe(keyText(['17']));
  });

  it('keeps composite keys apart that would read the same when glued', () => {
    expect(keyText(['a', 'bc'])).not.toBe(keyText(['ab', 'c']));
  });

  it.each([[[undefined]], [[null]], [['']], [['a', null]], [[]]])('gives no identity for %j', (values) => {
    expect(keyText(values)).toBeNull();
  });
});

describe('outcomes', () => {
  it('each belong to exactly one word of the balance', () => {
    for (const outcome of outcomes)
      expect(['written', 'unchanged', 'waiting', 'failed']).toContain(balanceGroup(outcome));
  });
});

import { compareVersions } from '@syncline/model';
import { expect, it } from 'vitest';
import { versionOf } from './changes.ts';

it('makes times comparable whatever their precision, and ties tell nothing', () => {
  const version = (text: string) => versionOf('time', text).version;
  const [whole, half, fine] = ['05Z', '05.5Z', '05.500001Z'].map((end) => version(`2026-01-02T03:04:${end}`));
  if (!whole || !half || !fine) throw new Error('three versions');
  expect(compareVersions(whole, half)).toBe('older');
  expect(compareVersions(half, fine)).toBe('older');
  expect(compareVersions(half, version('2026-01-02T03:04:05.500000Z'))).toBe('incomparable');
  expect(half.value).toBe('2026-01-02T03:04:05.500000000Z');
});

it('states nothing for what has no order', () => {
  for (const [kind, value] of [
    ['time', 'infinity'],
    ['time', '0044-03-15 00:00:00 BC'],
    ['time', null],
    ['number', '-1'],
    ['date', 'infinity'],
    ['xid', undefined],
  ] as const)
    expect(versionOf(kind, value).version.kind).toBe('none');
  expect(versionOf('number', 7).version).toEqual({ kind: 'seq', epoch: 0, value: '7', granularityMs: 0 });
  expect(versionOf('date', '2026-01-02').version.granularityMs).toBe(86_400_000);
});

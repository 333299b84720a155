import { describe, expect, it } from 'vitest';
import {
  countOf,
  formatBytes,
  formatClock,
  formatCount,
  formatDuration,
  formatLogTime,
  formatRelative,
  formatShare,
  formatShortCount,
} from './format.ts';

describe('counts', () => {
  it('groups thousands, and shows a dash while nothing is known', () => {
    expect(formatCount(1204)).toBe('1,204');
    expect(formatCount(0)).toBe('0');
    expect(formatCount(null)).toBe('—');
  });

  it('shortens a headline figure from a million on', () => {
    expect(formatShortCount(999_999)).toBe('999,999');
    expect(formatShortCount(2_410_000)).toBe('2.41 m');
    expect(formatShortCount(3_000_000_000)).toBe('3 bn');
  });

  it('agrees with its noun', () => {
    expect(countOf(1, 'record')).toBe('1 record');
    expect(countOf(1204, 'reply', 'replies')).toBe('1,204 replies');
  });
});

describe('durations', () => {
  it.each([
    [38, '38 ms'],
    [48_200, '48.2 s'],
    [59_960, '1 min'],
    [130_000, '2 min 10 s'],
    [3_600_000, '1 h'],
    [3_599_900, '1 h'],
    [11_520_000, '3 h 12 min'],
    [183_600_000, '2 d 3 h'],
  ])('writes %i ms as %s', (milliseconds, words) => {
    expect(formatDuration(milliseconds)).toBe(words);
  });

  it('keeps a column of clocks aligned', () => {
    expect(formatClock(41_000)).toBe('00:41');
    expect(formatClock(3_723_000)).toBe('1:02:03');
  });
});

describe('moments', () => {
  const now = '2026-11-21T12:00:00Z';
  it.each([
    ['2026-11-21T11:59:58Z', 'just now'],
    ['2026-11-21T11:59:20Z', '40 seconds ago'],
    ['2026-11-21T11:58:00Z', '2 minutes ago'],
    ['2026-11-20T12:00:00Z', 'yesterday'],
    ['2026-11-24T12:00:00Z', 'in 3 days'],
  ])('says that %s is %s', (at, words) => {
    expect(formatRelative(at, now)).toBe(words);
  });

  it('shows milliseconds in logs', () => {
    expect(formatLogTime('2026-11-21T02:00:07.381Z')).toMatch(/^\d\d:\d\d:07\.381$/);
  });
});

it('never calls a small share nothing', () => {
  expect(formatShare(0)).toBe('0 %');
  expect(formatShare(0.001)).toBe('under 1 %');
  expect(formatShare(0.413)).toBe('41 %');
});

it('writes sizes in powers of ten', () => {
  expect(formatBytes(812)).toBe('812 B');
  expect(formatBytes(10_485_760)).toBe('10.5 MB');
});

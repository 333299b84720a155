import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatLsn, parseLsn, readLogPosition, widenXid, writePosition } from './logPosition.ts';

it('writes places of the log as the server does', () => {
  expect(formatLsn(parseLsn('16/B374D848'))).toBe('16/B374D848');
  expect(formatLsn(0xffffffffffn)).toBe('FF/FFFFFFFF');
  void fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (at) => parseLsn(formatLsn(at)) === at),
  );
});

it('keeps a position as it was, and reads no other', () => {
  const position = { at: 77n, epoch: 5, inside: { commit: 99n, place: 4 } };
  expect(readLogPosition(writePosition(position))).toEqual(position);
  expect(readLogPosition(writePosition({ ...position, inside: null }))).toEqual({
    ...position,
    inside: null,
  });
  for (const token of [null, 7, 'x', {}, { at: 'later', epoch: 1 }])
    expect(readLogPosition(token)).toBeNull();
});

it('finds the whole number of a transaction again, across every turn of the counter', () => {
  const half = (1n << 31n) - 1n;
  void fc.assert(
    fc.property(
      fc.bigInt({ min: 3n, max: 1n << 60n }),
      fc.bigInt({ min: -half, max: half }),
      (near, away) => {
        const whole = near + away;
        return whole < 0n || widenXid(Number(whole & 0xffffffffn), near) === whole;
      },
    ),
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVersions } from './envelope.ts';
import { comparePostgresVersions, postgresEventVersion, postgresSnapshotVersion } from './postgresVersion.ts';

const event = (xid: number, commit: number, place = 0) =>
  postgresEventVersion({ xid: BigInt(xid), commit: BigInt(commit), place });
const read = (snapshot: string) => postgresSnapshotVersion(snapshot);

describe('versions of PostgreSQL rows', () => {
  it('take a read as newer than every event it saw, whatever the log positions say', () => {
    expect(compareVersions(read('740:745:742'), event(741, 9_999))).toBe('newer');
    expect(compareVersions(event(741, 9_999), read('740:745:742'))).toBe('older');
  });

  it('take a read as older than an event whose transaction was open or had not begun', () => {
    expect(compareVersions(read('740:745:742'), event(742, 1))).toBe('older');
    expect(compareVersions(read('740:745:742'), event(745, 1))).toBe('older');
    expect(compareVersions(event(742, 1), read('740:745:742'))).toBe('newer');
  });

  it('order events by commit, since a transaction that began later may commit first', () => {
    expect(compareVersions(event(900, 10), event(800, 20))).toBe('older');
    expect(compareVersions(event(800, 20, 3), event(800, 20, 12))).toBe('older');
    expect(compareVersions(event(800, 20), event(800, 20))).toBe('equal');
  });

  it('order reads as they were taken', () => {
    expect(compareVersions(read('740:745:742'), read('740:745:'))).toBe('older');
    expect(compareVersions(read('740:745:740'), read('746:746:'))).toBe('older');
    expect(compareVersions(read('740:745:740'), read('740:745:740'))).toBe('equal');
  });

  it.each(['', 'x', 'e1:2:3', 's1', 's1:2', 'e:0000000000000000:0', 's1:2:,'])(
    'compare nothing with %j, which no source writes',
    (value) => {
      expect(comparePostgresVersions(value, 'e1:0000000000000001:0')).toBe('incomparable');
    },
  );

  it('are not compared over a lost slot: its epoch is another', () => {
    const before = postgresEventVersion({ xid: 7n, commit: 9n, place: 0 }, 0);
    expect(compareVersions(before, postgresEventVersion({ xid: 8n, commit: 10n, place: 0 }, 1))).toBe(
      'incomparable',
    );
  });

  it('are each the mirror of the other', () => {
    const mirror = { older: 'newer', newer: 'older', equal: 'equal', incomparable: 'incomparable' };
    const any = fc.oneof(
      fc.tuple(fc.nat(9), fc.nat(9), fc.nat(2)).map(([x, c, p]) => event(x, c, p).value),
      fc
        .tuple(fc.nat(5), fc.nat(5), fc.nat(2))
        .map(([min, more, open]) => `s${min}:${min + more}:${open === 0 ? '' : min}`),
    );
    fc.assert(
      fc.property(
        any,
        any,
        (a, b) => comparePostgresVersions(b, a) === mirror[comparePostgresVersions(a, b)],
      ),
    );
  });
});

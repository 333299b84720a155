import type { AttemptRecord } from '@syncline/engine';
import { expect, it } from 'vitest';
import { packRecords, unpackRecords } from './packedRecords.ts';

const record = (over: Partial<AttemptRecord>): AttemptRecord => ({
  key: '1',
  op: 'upsert',
  hash: 'h',
  version: 'n0.0.a.',
  known: false,
  ...over,
});

it('a batch comes back as it was, whether its records have much in common or nothing', () => {
  const alike = [record({ key: '1' }), record({ key: '2', hash: 'i' })];
  const mixed = [
    record({ key: '1', known: true }),
    record({ key: '2', op: 'delete', hash: '', version: 's0.0.b.7' }),
  ];
  for (const batch of [alike, mixed, []])
    expect(unpackRecords(JSON.parse(JSON.stringify(packRecords(batch))))).toEqual(batch);
});

it('keeps once what all records of a batch have in common', () => {
  const batch = Array.from({ length: 100 }, (_, at) => record({ key: String(at) }));
  expect(JSON.stringify(packRecords(batch)).match(/upsert/g)).toHaveLength(1);
});

import { expect, it } from 'vitest';
import { describeDatabaseFailure } from './databaseFailure.ts';

const url = 'postgres://app:secret@db.local:5433/sync';
const failure = (code: string, message: string) => Object.assign(new Error(message), { code });

it('names the database, the reason and the remedy, and never the password', () => {
  const refused = failure('ECONNREFUSED', 'connect ECONNREFUSED 10.0.0.1:5433');
  expect(describeDatabaseFailure(refused, url).message).toBe(
    'DATABASE_URL: db.local:5433/sync can not be used (connect ECONNREFUSED 10.0.0.1:5433). Nothing listens there. Start the database, or correct host and port.',
  );
  expect(
    describeDatabaseFailure(failure('28P01', 'password authentication failed'), url).message,
  ).not.toContain('secret');
});

it('looks into the bundle that a name with several addresses fails with', () => {
  const bundle = new AggregateError([failure('ECONNREFUSED', 'connect ECONNREFUSED ::1:5433')]);
  expect(describeDatabaseFailure(bundle, url).message).toContain('ECONNREFUSED ::1:5433');
});

it('leaves an error alone that already speaks for itself', () => {
  const old = new Error('The database is older than PostgreSQL 15.');
  expect(describeDatabaseFailure(old, url)).toBe(old);
});

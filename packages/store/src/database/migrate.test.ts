import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openFixture, type StoreFixture } from '../testing/storeFixture.ts';

let fixture: StoreFixture;

beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

it('several processes may open an empty database at the same moment', async () => {
  await fixture.rows('drop schema syncline cascade');
  await fixture.rows('drop schema pgboss cascade');
  await Promise.all([fixture.openAnother(), fixture.openAnother(), fixture.openAnother()]);
  const files = readdirSync(new URL('../../migrations', import.meta.url));
  const migrations = files.filter((name) => name.endsWith('.sql'));
  expect(await fixture.rows('select id from syncline.migration')).toHaveLength(migrations.length);
});

it('a database that a newer Syncline brought further is left alone', async () => {
  await fixture.rows(`insert into syncline.migration (hash, created_at) values ('later', 99999999999999)`);
  await expect(fixture.openAnother()).rejects.toThrow(/newer Syncline/);
  await fixture.rows(`delete from syncline.migration where hash = 'later'`);
});

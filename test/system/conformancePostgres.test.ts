import { setTimeout as sleep } from 'node:timers/promises';
import { postgresConnector } from '@syncline/connectors';
import { describeConnector } from '../conformance/describeConnector.ts';
import { startDatabase, type TestDatabase } from '../harness/database.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';

const folder = temporaryFolder();
let database: TestDatabase;

const password = 'conformance-s3cret';
const table = { table: 'public.people', key: ['id'] };

describeConnector({
  connector: postgresConnector,
  secrets: [password],
  async start() {
    database = await startDatabase(folder.path);
    await database.query(
      `create table people (id int primary key, name text, updated_at timestamptz not null default now())`,
    );
    await database.query(`create table taken (number int primary key, email text not null, name text)`);
  },
  async stop() {
    await database[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  },
  connection: () => ({ url: database.url }),
  badConnections: () => {
    const url = new URL(database.url);
    url.password = password;
    url.username = 'nobody_here';
    return {
      'an unknown user': { url: url.href },
      'a closed port': { host: '127.0.0.1', port: 1, database: 'x', user: 'x', password },
      'no address': {},
    };
  },
  source: {
    type: 'postgres.schedule',
    configs: () => ({
      table,
      'without a key': { table: 'people' },
      query: { read: 'query', query: 'select id, name from people', key: ['id'] },
    }),
    async seed(count) {
      await database.query('truncate people');
      await database.query(
        `insert into people select i, 'Person ' || i, now() - interval '1 hour' from generate_series(1, $1::int) i`,
        [count],
      );
    },
    incremental: {
      config: () => ({ ...table, mode: 'incremental', cursor: 'updated_at' }),
      async touch(keys) {
        await database.query(`update people set updated_at = now() where id = any ($1::int[])`, [keys]);
      },
      settle: () => sleep(50),
    },
  },
  destination: {
    type: 'postgres.upsert',
    configs: () => ({ upsert: { table: 'taken', key: ['number'] } }),
    async clear() {
      await database.query('truncate taken');
    },
    record: (n) => ({ number: n, email: `n${n}@example.com`, name: `N ${n}` }),
    badRecord: (n) => ({ number: n, email: null, name: `N ${n}` }),
    textField: 'name',
    contents: () => database.query('select * from taken'),
  },
});

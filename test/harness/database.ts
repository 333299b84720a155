import { startEmbedded } from '@syncline/store';
import pg from 'pg';
import { waitFor } from './waitFor.ts';

export interface TestDatabase extends AsyncDisposable {
  url: string;
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Of the newest connection. */
  readonly client: pg.Client;
  /** Connects anew, as soon as the server takes connections again. */
  reconnect(): Promise<void>;
}

/** A real PostgreSQL of its own for one test file: the embedded one, in the given folder. */
export async function startDatabase(folder: string): Promise<TestDatabase> {
  const server = await startEmbedded({ dataDir: folder });
  return openDatabase(server.url, () => server.stop());
}

/** A fresh database in a PostgreSQL that runs already; gone at the end with whatever still hangs on it. */
export async function createDatabase(clusterUrl: string, name: string): Promise<TestDatabase> {
  const cluster = new pg.Client(clusterUrl);
  cluster.on('error', () => undefined);
  await cluster.connect();
  await cluster.query(`create database ${name}`);
  await cluster.end();
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  return openDatabase(url.href, async () => {
    const last = new pg.Client(clusterUrl);
    await last.connect();
    // A change stream keeps its database from being dropped, and the server's log from being cleared.
    await last.query(
      'select pg_terminate_backend(active_pid) from pg_replication_slots where database = $1 and active',
      [name],
    );
    await waitFor('the change streams to go', async () => {
      await last.query(
        'select pg_drop_replication_slot(slot_name) from pg_replication_slots where database = $1',
        [name],
      );
      return true;
    });
    await last.query(`drop database ${name} with (force)`);
    await last.end();
  });
}

async function openDatabase(url: string, stop: () => Promise<unknown>): Promise<TestDatabase> {
  const connect = async () => {
    const fresh = new pg.Client(url);
    fresh.on('error', () => undefined);
    await fresh.connect();
    return fresh;
  };
  let client = await connect();
  return {
    url,
    get client() {
      return client;
    },
    reconnect: async () => {
      await client.end().catch(() => undefined);
      client = await waitFor('the database to take connections', connect);
    },
    query: async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
      (await client.query<Row>(text, values)).rows,
    [Symbol.asyncDispose]: async () => {
      await client.end();
      await stop();
    },
  };
}

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
  const database = await startEmbedded({ dataDir: folder });
  const connect = async () => {
    const fresh = new pg.Client(database.url);
    fresh.on('error', () => undefined);
    await fresh.connect();
    return fresh;
  };
  let client = await connect();
  return {
    url: database.url,
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
      await database.stop();
    },
  };
}

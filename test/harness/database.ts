import { startEmbedded } from '@syncline/store';
import pg from 'pg';

export interface TestDatabase extends AsyncDisposable {
  url: string;
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  client: pg.Client;
}

/** A real PostgreSQL of its own for one test file: the embedded one, in the given folder. */
export async function startDatabase(folder: string): Promise<TestDatabase> {
  const database = await startEmbedded({ dataDir: folder });
  const client = new pg.Client(database.url);
  client.on('error', () => undefined);
  await client.connect();
  return {
    url: database.url,
    client,
    query: async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
      (await client.query<Row>(text, values)).rows,
    [Symbol.asyncDispose]: async () => {
      await client.end();
      await database.stop();
    },
  };
}

import { Pool, types } from 'pg';
import { applicationName } from '../embedded/startEmbedded.ts';

/** Counts fit a double by far; as text they would have to be parsed at every use. */
const int8 = 20;

/**
 * A process that is frozen within a transaction keeps its locks for as long as a lease lasts and no longer: whoever takes
 * its work over needs the same rows.
 */
const idleInTransactionMs = 10_000;

/** One pool per process. Every connection works in UTC and is named after the process. */
export function openPool(url: string, size: number, onError: (error: Error) => void): Pool {
  const pool = new Pool({
    connectionString: url,
    max: size,
    application_name: applicationName,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    options: `-c timezone=UTC -c default_transaction_isolation=read\\ committed -c jit=off -c idle_in_transaction_session_timeout=${idleInTransactionMs}`,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === int8 ? Number : types.getTypeParser(oid, format),
    },
  });
  pool.on('error', onError);
  // One in use that breaks between two statements has nobody to tell; its next statement fails and does.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

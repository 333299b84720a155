import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';
import { inject } from 'vitest';
import type { Cipher } from '../cipher.ts';
import { startEmbedded } from '../embedded/startEmbedded.ts';
import { openStore } from '../openStore.ts';

export interface FreshDatabase {
  url: string;
  drop: () => Promise<void>;
}

const template = 'template_syncline';

/**
 * A database of its own, as Syncline makes it at its first start, in the server of this worker of vitest. Files of one
 * worker come one after the other, so nobody else uses the server meanwhile, nor its 60 connections.
 */
export async function createFreshDatabase(cipher: Cipher): Promise<FreshDatabase> {
  const slot = `worker-${process.env.VITEST_POOL_ID ?? '0'}`;
  const cluster = await startEmbedded({ dataDir: join(inject('clusterFolder'), slot) });
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asSuperuser(cluster.url, async (client) => {
    const found = await client.query('select 1 from pg_database where datname = $1 and datistemplate', [
      template,
    ]);
    if (found.rowCount === 0) await makeTemplate(client, cluster.url, cipher);
    await client.query(`create database ${name} template ${template}`);
  });
  return {
    url: urlOf(cluster.url, name),
    drop: () =>
      asSuperuser(cluster.url, async (client) => {
        await client.query(`drop database ${name} with (force)`);
      }),
  };
}

async function makeTemplate(client: Client, clusterUrl: string, cipher: Cipher): Promise<void> {
  // What is lost when the machine loses power is lost with the whole test run.
  await client.query('alter system set fsync = off');
  await client.query('select pg_reload_conf()');
  await client.query(`drop database if exists ${template}`);
  await client.query(`create database ${template}`);
  const store = await openStore({ url: urlOf(clusterUrl, template), cipher, poolSize: 2 });
  await store.close();
  // Said last: one whose making broke off is made again.
  await client.query(`alter database ${template} is_template true allow_connections false`);
}

async function asSuperuser(clusterUrl: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: urlOf(clusterUrl, 'postgres') });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(clusterUrl: string, database: string): string {
  const url = new URL(clusterUrl);
  url.pathname = `/${database}`;
  return url.href;
}

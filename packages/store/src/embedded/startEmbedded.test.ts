import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseClusterFolder } from './account.ts';
import { findNativeFolder } from './nativeFolder.ts';
import { findPostmaster } from './postmaster.ts';
import { type EmbeddedDatabase, startEmbedded } from './startEmbedded.ts';

let dataDir: string;
let database: EmbeddedDatabase;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'syncline-embedded-'));
  chmodSync(dataDir, 0o755);
  database = await startEmbedded({ dataDir });
});

afterAll(async () => {
  await database.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function ask<R extends object>(sql: string, values: unknown[] = []): Promise<R[]> {
  const client = new Client({ connectionString: database.url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<R>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded database', () => {
  it('listens on loopback only, asks for a password, and can feed change capture', async () => {
    const [row] = await ask<{ a: string; b: string; c: string; d: string }>(
      "select current_setting('listen_addresses') a, current_setting('wal_level') b, current_setting('unix_socket_directories') c, current_setting('fsync') d",
    );
    expect(row).toEqual({ a: '127.0.0.1', b: 'logical', c: '', d: 'on' });
    const intruder = new Client({
      connectionString: database.url.replace(/:[^:@/]+@/, ':guess@'),
    });
    await expect(intruder.connect()).rejects.toThrow(/password authentication failed/);
  });

  it('keeps its password in a file that only its own user reads', () => {
    const mode = statSync(join(dataDir, 'postgres', 'syncline.password')).mode;
    expect(mode & 0o777).toBe(0o600);
  });

  it('is taken over, not started again, when it outlived a crash of ours', async () => {
    const again = await startEmbedded({ dataDir });
    expect(again.attached).toBe(true);
    expect(again.url).toBe(database.url);
  });

  it('keeps every committed row through kill -9 of the server and all its processes', async () => {
    await ask('create table kept (id int primary key)');
    for (let round = 1; round <= 3; round++) {
      await ask('insert into kept values ($1)', [round]);
      const pids = await ask<{ pid: number }>('select pid from pg_stat_activity');
      const server = findPostmaster(join(dataDir, 'postgres'));
      for (const pid of [server?.pid ?? 0, ...pids.map((row) => row.pid)]) killHard(pid);
      database = await startEmbedded({ dataDir });
      expect(database.attached).toBe(false);
      const rows = await ask<{ id: number }>('select id from kept order by id');
      expect(rows.map((row) => row.id)).toEqual(Array.from({ length: round }, (_, i) => i + 1));
    }
  });

  it('starts again after kill -9 of the server alone, whose children still hold its memory', async () => {
    const server = findPostmaster(join(dataDir, 'postgres'));
    killHard(server?.pid ?? 0);
    database = await startEmbedded({ dataDir });
    expect(await ask('select id from kept')).toHaveLength(3);
  });

  it('starts although the pid file names a process that is something else', async () => {
    await database.stop();
    const file = join(dataDir, 'postgres', 'postmaster.pid');
    writeFileSync(file, `${process.pid}\n${join(dataDir, 'postgres')}\n0\n5432\n\n127.0.0.1\n\nready\n`);
    database = await startEmbedded({ dataDir });
    expect(database.attached).toBe(false);
  });

  it('two processes starting at the same moment share one server', { timeout: 60_000 }, async () => {
    const fresh = mkdtempSync(join(tmpdir(), 'syncline-embedded-'));
    chmodSync(fresh, 0o755);
    const both = await Promise.all([startEmbedded({ dataDir: fresh }), startEmbedded({ dataDir: fresh })]);
    expect(both[0].url).toBe(both[1].url);
    await both[0].stop();
    rmSync(fresh, { recursive: true, force: true });
  });

  it('refuses data of another major version and says what to do', async () => {
    await database.stop();
    const file = join(dataDir, 'postgres', 'PG_VERSION');
    const version = readFileSync(file, 'utf8');
    writeFileSync(file, '14\n');
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/written by PostgreSQL 14.*DATABASE_URL/);
    writeFileSync(file, version);
    database = await startEmbedded({ dataDir });
  });

  it('says that DATABASE_URL is the way where there are no programs for the platform', async () => {
    await expect(findNativeFolder('sunos', 'sparc')).rejects.toThrow(
      /no embedded database for sunos.*DATABASE_URL/,
    );
  });

  it('moves the cluster where its account can reach it when root keeps data in a closed folder', async () => {
    const closed = mkdtempSync(join(tmpdir(), 'syncline-closed-'));
    chmodSync(closed, 0o700);
    const chosen = await chooseClusterFolder(closed, { uid: 65534, gid: 65534 });
    expect(chosen).toMatch(/^\/var\/lib\/syncline\/[0-9a-f]{16}\/postgres$/);
    expect(await chooseClusterFolder(closed, undefined)).toBe(join(closed, 'postgres'));
    rmSync(closed, { recursive: true, force: true });
    rmSync(dirname(chosen), { recursive: true, force: true });
  });
});

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

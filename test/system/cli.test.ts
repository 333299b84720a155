import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { loadTemplates } from '@syncline/templates';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDatabase, type TestDatabase } from '../harness/database.ts';
import { freePort } from '../harness/serverProcess.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';

const main = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url));
const folder = temporaryFolder();
const file = (name: string) => join(folder.path, name);

const template = loadTemplates().find(({ id }) => id === 'messy-csv-to-postgres');

/** The real command, as somebody types it. */
async function syncline(words: string[], environment: Record<string, string> = {}) {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [main, ...words], {
    env: { PATH, HOME, SYNCLINE_DATA: folder.path, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}

const csv = template?.files?.['customers-messy.csv'] ?? '';
let database: TestDatabase;
let client: pg.Client;
let other: pg.Client;

/** Seen as a process of ours, so that a command that ends does not take the database along. */
const connect = async (url: string) => {
  const opened = new pg.Client({ connectionString: url, application_name: `syncline:${process.pid}` });
  await opened.connect();
  return opened;
};

beforeAll(async () => {
  database = await startDatabase(folder.path);
  client = await connect(database.url);
  await client.query('create database other');
  other = await connect(new URL('/other', database.url).href);
  for (const statement of template?.setup ?? [])
    await Promise.all([client.query(statement), other.query(statement)]);
  mkdirSync(file('files'));
  writeFileSync(join(file('files'), 'customers-messy.csv'), csv);
  writeFileSync(file('good.json'), JSON.stringify(template?.document));
}, 60_000);
afterAll(async () => {
  await client.end();
  await other.end();
  await database[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

describe('syncline validate', () => {
  it('finds nothing wrong with a shipped template', async () => {
    const { code, out, err } = await syncline(['validate', file('good.json')]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('good.json: no errors');
  });

  it('names place and remedy of every mistake', async () => {
    const document = structuredClone(template?.document);
    const fields = document?.nodes.clean?.config.fields;
    if (document === undefined || !Array.isArray(fields)) throw new Error('the template has changed');
    fields[3].from = '';
    document.edges.push(['clean', 'nowhere']);
    writeFileSync(file('bad.json'), JSON.stringify(document));
    const { code, out } = await syncline(['validate', file('bad.json')]);
    expect(code).toBe(1);
    expect(out).toMatch(/^error nodes\.clean\.fields\.3\.from {2}\S.*\. \S.*\.$/m);
    expect(out).toMatch(/^error .*nowhere.*\.$/m);
    expect(out).toContain('bad.json: 2 errors');
  });

  it('shows line and column where a file is no JSON', async () => {
    writeFileSync(file('broken.json'), '{\n  "syncline": 1,\n  "name": "x",\n}\n');
    const { code, out, err } = await syncline(['validate', file('broken.json')]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe(`${file('broken.json')}, line 4, column 1: the comma before this } is too many.\n`);
  });

  it('takes a hostile document apart without harm, and writes none of it to the terminal', async () => {
    const hostile = `{"syncline":1,"name":"\\u001b[2Jx","nodes":{"__proto__":{"type":"\\u001b]0;owned\\u0007"}},"edges":[],"\\u001b[31m":1}`;
    writeFileSync(file('hostile.json'), hostile);
    writeFileSync(file('deep.json'), `${'['.repeat(200_000)}${']'.repeat(200_000)}`);
    for (const name of ['hostile.json', 'deep.json']) {
      const { code, out, err } = await syncline(['validate', file(name)]);
      expect(code).toBe(1);
      expect(out).toMatch(/^error /);
      expect(`${out}${err}`).not.toMatch(/\u001b|\u0007|\n {4}at /);
    }
  });
});

describe('syncline run', () => {
  it('runs a template once, and the second time writes nothing again', async () => {
    const imported = await syncline(['import', file('good.json')]);
    expect(imported.code).toBe(0);
    const exported = await syncline([
      'export',
      imported.out.trim(),
      '--as',
      'template',
      '--out',
      file('t.json'),
    ]);
    expect({ code: exported.code, out: exported.out }).toEqual({ code: 0, out: '' });
    expect(Object.keys(JSON.parse(readFileSync(file('t.json'), 'utf8')))).toContain('needs');

    const first = await syncline(['run', file('t.json')]);
    expect(first.out).toContain('120 read = 117 written + 0 unchanged + 3 failed');
    expect(first.out).toMatch(/^Customers table +117 +0 +117 created$/m);
    expect(first.out).toMatch(/1 record at Clean and map, field email: A required field is empty\./);
    expect(first.err).toContain('database is the connection "Built-in database"');
    expect(first.code).toBe(2);

    const second = await syncline(['run', file('t.json'), '--bind', 'database=Built-in database']);
    expect(second.out).toContain('120 read = 0 written + 117 unchanged + 3 failed');
    expect(second.code).toBe(2);
    const { rows } = await client.query('select count(*)::integer as count from demo.customers');
    expect(rows).toEqual([{ count: 117 }]);
  });

  it('runs against another database by its address, and ends with exit code 0 when no record fails', async () => {
    writeFileSync(join(file('files'), 'one.csv'), csv.split('\n').slice(0, 2).join('\n'));
    const document = structuredClone(template?.document);
    if (document?.nodes.file === undefined) throw new Error('the template has changed');
    document.nodes.file.config.file = 'one.csv';
    writeFileSync(file('one.json'), JSON.stringify(document));
    const address = new URL('/other', database.url).href;
    const { code, out, err } = await syncline(['run', file('one.json'), '--bind', `database=${address}`]);
    expect(out).toContain('1 read = 1 written + 0 unchanged + 0 failed');
    expect(code).toBe(0);
    expect(`${out}${err}`).not.toContain(new URL(address).password);
    const { rows } = await other.query('select count(*)::integer as count from demo.customers');
    expect(rows).toEqual([{ count: 1 }]);
  });

  it('refuses a connection name that the document does not have', async () => {
    const { code, err } = await syncline(['run', file('good.json'), '--bind', 'shop=postgres://127.0.0.1/x']);
    expect(code).toBe(64);
    expect(err).toContain('--bind shop: the document has no connection of this name. It has: database.');
  });
});

describe('syncline doctor', () => {
  it('shows every setting, masks secrets, and finds this installation well', async () => {
    const port = String(await freePort());
    const secret = 'a password of this test';
    const { code, out, err } = await syncline(['doctor'], { PORT: port, SYNCLINE_OWNER_PASSWORD: secret });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(new RegExp(`PORT +${port} +environment`));
    expect(out).toMatch(/SYNCLINE_OWNER_PASSWORD +•+ +environment/);
    expect(out).not.toContain(secret);
    expect(out).toMatch(/ok +database +embedded: Connected to PostgreSQL \d+/);
    for (const what of ['key', 'data folder', 'disk', 'schema', 'partitions', 'port', 'editor'])
      expect(out).toMatch(new RegExp(`^ +ok +${what} `, 'm'));
    expect(out).toContain('All is well.');
  });

  it('says what to mend when the database does not answer', async () => {
    const port = await freePort();
    const away = await syncline(['doctor'], { DATABASE_URL: `postgres://u:topsecret@127.0.0.1:${port}/x` });
    expect(away.code).toBe(1);
    expect(away.out).toMatch(/MEND +database +.*Start the database, or correct host and port\./);
    expect(away.out).not.toContain('topsecret');
  });
});

describe('the syncline command', () => {
  it('suggests the nearest command, with exit code 64', async () => {
    expect(await syncline(['vaildate', 'x.json'])).toEqual({
      code: 64,
      out: '',
      err: 'There is no command "vaildate". Did you mean "validate"? "syncline help" lists them all.\n',
    });
  });
});

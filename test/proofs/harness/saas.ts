import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { QuotaMeter } from '@syncline/simulators';
import pg from 'pg';
import type { Copy } from './copy.ts';

/** A person as the pretend vendor shows one. */
export interface Person {
  id: number;
  email: string;
  name: string;
  n: number;
  updated_at?: string;
}

export interface Call {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  body: unknown;
  token: string | null;
  at: number;
}

/** What is answered in place of the truth, or how its answer is lost. */
export type Fault =
  | { status: number; body: unknown; headers?: Record<string, string> }
  /** Does it, and cuts the wire instead of answering. */
  | 'lose-answer'
  /** Cuts the wire and does nothing. */
  | 'reset'
  /** Does it so much later, whether or not anybody still listens. */
  | { lateMs: number };

/**
 * A pretend vendor that keeps its people in the tables of a copy: reads come from its source, writes go to its target, so
 * what it holds and in which order it was written is known to the database.
 */
export interface Saas extends AsyncDisposable {
  url: string;
  calls: Call[];
  /** Asked before each call is worked off. */
  fault: (call: Call) => Fault | null;
  /** Its limit; null = none. */
  quota: QuotaMeter | null;
  /** How long it takes to answer. */
  delayMs: number;
  count(method: string, path?: string): number;
}

export async function startSaas(databaseUrl: string, copy: Copy): Promise<Saas> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 8 });
  pool.on('error', () => undefined);
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}`;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const call: Call = {
      method: request.method ?? 'GET',
      path: pathname,
      query: searchParams,
      body: text === '' ? null : JSON.parse(text),
      token: request.headers.authorization ?? null,
      at: Date.now(),
    };
    calls.push(call);
    const admission = saas.quota?.admit();
    for (const [name, value] of Object.entries(admission?.headers ?? {})) response.setHeader(name, value);
    if (admission?.admitted === false) return answer(response, 429, { message: 'Too many calls.' });
    const fault = saas.fault(call);
    if (fault === 'reset') return void response.destroy();
    if (fault !== null && fault !== 'lose-answer' && 'lateMs' in fault)
      await new Promise((done) => setTimeout(done, fault.lateMs));
    else if (fault !== null && fault !== 'lose-answer')
      return answer(response, fault.status, fault.body, fault.headers);
    if (saas.delayMs > 0) await sleep(saas.delayMs);
    const { status, body } = await work(call);
    if (fault === 'lose-answer') response.destroy();
    else answer(response, status, body);
  }

  async function work({ method, path, query, body }: Call): Promise<{ status: number; body: unknown }> {
    const id = /^\/people\/([^/]+)$/.exec(path)?.[1];
    if (id === undefined) {
      if (method === 'POST') return { status: 201, body: await write(copy, body) };
      return { status: 200, body: await list(query) };
    }
    if (method === 'GET') {
      const [found] = await people(`where id = $1`, [id]);
      return found
        ? { status: 200, body: found }
        : { status: 404, body: { message: 'There is no such person.' } };
    }
    if (method === 'DELETE') {
      await pool.query(`delete from ${copy.target} where id = $1`, [id]);
      return { status: 204, body: null };
    }
    return { status: 200, body: await write(copy, { id, ...(typeof body === 'object' ? body : {}) }) };
  }

  async function people(where: string, values: unknown[]): Promise<Person[]> {
    const found = await pool.query<Person>(
      `select id::int, email, name, n::int, updated_at from ${copy.source} ${where}`,
      values,
    );
    return found.rows;
  }

  async function list(query: URLSearchParams): Promise<unknown> {
    const limit = Number(query.get('limit') ?? 200);
    const after = Number(query.get('after') ?? 0);
    const ids = query.get('ids');
    if (ids !== null)
      return { items: await people('where id = any ($1::bigint[])', [ids.split(',')]), next: null };
    const items = await people('where id > $1 order by id limit $2', [after, limit]);
    const last = items.at(-1);
    return {
      items,
      next: items.length < limit || !last ? null : `${url}/people?limit=${limit}&after=${last.id}`,
    };
  }

  /** Writing what is there already changes nothing, as with a vendor that upserts. */
  async function write({ target }: Copy, body: unknown): Promise<unknown> {
    const { id, email, name, n } = body as Person;
    await pool.query(
      `insert into ${target} as t (id, email, name, n) values ($1, $2, $3, $4)
       on conflict (id) do update set email = excluded.email, name = excluded.name, n = excluded.n
         where (t.email, t.name, t.n) is distinct from (excluded.email, excluded.name, excluded.n)`,
      [id, email, name, n],
    );
    return { id };
  }

  const saas: Saas = {
    url,
    calls,
    fault: () => null,
    quota: null,
    delayMs: 0,
    count: (method, path) =>
      calls.filter((call) => call.method === method && (path === undefined || call.path === path)).length,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await pool.end();
    },
  };
  return saas;
}

function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = typeof body === 'string' ? body : body === null ? '' : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}

/** The step that reads all of it. */
export const readPeople = (more: Record<string, unknown> = {}) => ({
  type: 'http.schedule',
  connection: 'saas',
  config: {
    path: '/people',
    records: 'items',
    key: ['id'],
    changedField: 'updated_at',
    pagination: { kind: 'next-url', nextPath: 'next', sizeParam: 'limit', size: 200 },
    itemPath: '/people/{{key}}',
    idsParam: 'ids',
    ...more,
  },
});

/** The step that puts each person at its own address. */
export const putPeople = (more: Record<string, unknown> = {}) => ({
  type: 'http.send',
  connection: 'saas',
  config: { method: 'PUT', path: '/people/{{id}}', updateMethod: 'PUT', concurrency: 16, ...more },
});

import { createServer } from 'node:http';
import pg from 'pg';

/**
 * The yardstick for webhooks: commits each body to a table before it answers 2xx, then a loop moves bodies to the destination.
 * Usage: node handWrittenRelay.ts <database url> <port>; prints "ready" when it listens.
 */
const [url, port] = process.argv.slice(2);
if (!url || !port) throw new Error('usage: handWrittenRelay.ts <url> <port>');

const pool = new pg.Pool({ connectionString: url, max: 10 });
await pool.query(
  'create table if not exists bench.relay_inbox (id bigint generated always as identity primary key, body text not null)',
);

let wake: () => void = () => undefined;
let busy = true;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    pool
      .query({
        name: 'take',
        text: 'insert into bench.relay_inbox (body) values ($1)',
        values: [Buffer.concat(chunks).toString('utf8')],
      })
      .then(
        () => {
          response.writeHead(202).end();
          wake();
        },
        () => response.writeHead(503).end(),
      );
  });
});

async function relay(): Promise<void> {
  while (busy) {
    const moved = await pool.query({
      name: 'move',
      text: `with taken as (delete from bench.relay_inbox where id in (select id from bench.relay_inbox order by id limit 500) returning body),
        rows as (select distinct on ((body::json->>'id')) (body::json->>'id')::bigint as id, lower(trim(body::json->>'email')) as email, (body::json->>'sent')::float8 as sent from taken)
        insert into bench.relay_target (id, email, sent) select id, email, sent from rows
        on conflict (id) do update set email = excluded.email, sent = excluded.sent`,
    });
    if ((moved.rowCount ?? 0) === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, 1000);
      });
    }
  }
}

server.listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'));
process.on('SIGTERM', () => {
  busy = false;
  wake();
  server.close();
});
await relay();
await pool.end();

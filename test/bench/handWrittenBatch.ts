import pg from 'pg';
import Cursor from 'pg-cursor';
import { targetColumns } from './contacts.ts';

/**
 * The yardstick: what an engineer writes in an afternoon. Streams pages through a cursor, maps with plain code, upserts 1,000
 * rows through `unnest`, one page ahead of the write. No ledger, no log, no retry, no account of anything.
 * Usage: node handWrittenBatch.ts <database url> <table>; prints JSON { rows, ms, cpuMs, peakRss }.
 */
const [url, table] = process.argv.slice(2);
if (!url || !table) throw new Error('usage: handWrittenBatch.ts <url> <table>');

const countries: Record<string, string> = { Germany: 'DE', France: 'FR', Japan: 'JP', Kenya: 'KE' };
const title = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .replace(/(^|\s)\S/g, (letter) => letter.toUpperCase());

interface SourceRow {
  id: string;
  email: string;
  first: string;
  last: string;
  country: string;
  phone: string;
  birthday: string;
  spent: string;
  accepts: string;
  updated_at: Date;
}

const map = (row: SourceRow) => [
  row.id,
  row.email.trim().toLowerCase(),
  title(row.first),
  title(row.last),
  `${row.first} ${row.last}`,
  countries[row.country] ?? row.country,
  row.phone.replaceAll(' ', ''),
  `${row.birthday.slice(6)}-${row.birthday.slice(3, 5)}-${row.birthday.slice(0, 2)}`,
  row.spent.replace(',', '.'),
  row.accepts === 'yes',
  'bench',
  row.updated_at,
];

const types = [
  'bigint',
  'text',
  'text',
  'text',
  'text',
  'text',
  'text',
  'date',
  'numeric',
  'boolean',
  'text',
  'timestamptz',
];
const upsert = {
  name: 'upsert',
  text: `insert into bench.${table} (${targetColumns.join(',')}) select * from unnest(${types.map((type, i) => `$${i + 1}::${type}[]`).join(',')})
    on conflict (id) do update set ${targetColumns
      .slice(1)
      .map((column) => `${column} = excluded.${column}`)
      .join(', ')}`,
};

const reader = new pg.Client(url);
const writer = new pg.Client(url);
await Promise.all([reader.connect(), writer.connect()]);
const started = performance.now();
const usedBefore = process.resourceUsage();
const cpuBefore = (usedBefore.userCPUTime + usedBefore.systemCPUTime) / 1000;
const cursor = reader.query(new Cursor<SourceRow>('select * from bench.source order by id'));
let rows = 0;
let next = cursor.read(1000);
for (;;) {
  const page = await next;
  if (page.length === 0) break;
  next = cursor.read(1000);
  const columns = types.map((): unknown[] => []);
  for (const row of page) for (const [i, value] of map(row).entries()) columns[i]?.push(value);
  await writer.query({ ...upsert, values: columns });
  rows += page.length;
}
const ms = performance.now() - started;
await Promise.all([reader.end(), writer.end()]);
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const cpuMs = (userCPUTime + systemCPUTime) / 1000 - cpuBefore;
process.stdout.write(`${JSON.stringify({ rows, ms, cpuMs, peakRss: maxRSS * 1024 })}\n`);

import type { Client } from 'pg';

/** The 12 destination columns both contestants write. */
export const targetColumns = [
  'id',
  'email',
  'first_name',
  'last_name',
  'full_name',
  'country',
  'phone',
  'birthday',
  'lifetime_value',
  'newsletter',
  'segment',
  'updated_at',
] as const;

/** Fresh source and empty destinations: `bench.source` with `rows` contacts. */
export async function seedContacts(client: Client, rows: number): Promise<void> {
  await client.query('create schema if not exists bench');
  await client.query('drop table if exists bench.source');
  await client.query(`create table bench.source (id bigint primary key, email text, first text, last text, country text, phone text,
    birthday text, spent text, accepts text, tags text, note text, updated_at timestamptz not null)`);
  await client.query(
    `insert into bench.source select i, ' User' || i || '@Example.TEST ', 'name ' || (i % 1000), 'family ' || (i % 5000),
      (array['Germany','France','Japan','Kenya'])[1 + i % 4], '+49 30 ' || (1000000 + i), lpad((1 + i % 28)::text, 2, '0') || '.' || lpad((1 + i % 12)::text, 2, '0') || '.' || (1950 + i % 60),
      (i % 9000)::text || ',' || lpad((i % 100)::text, 2, '0'), case when i % 3 = 0 then 'yes' else 'no' end, 'a,b', 'note ' || i,
      timestamptz '2026-01-01' + i * interval '1 second'
     from generate_series(1, $1::int) as i`,
    [rows],
  );
  await client.query('vacuum analyze bench.source');
}

/** Empty destination table `bench.<name>`. */
export async function createTarget(client: Client, name: string): Promise<void> {
  await client.query(`drop table if exists bench.${name}`);
  await client.query(`create table bench.${name} (id bigint primary key, email text not null, first_name text, last_name text, full_name text,
    country text, phone text, birthday date, lifetime_value numeric(12,2), newsletter boolean, segment text, updated_at timestamptz)`);
}

/** The same mapping as the hand-written script, as a flow document. */
export function contactsFlow(table: string, parts = 1) {
  return {
    syncline: 1,
    name: `Bench ${table}`,
    settings: { parts },
    nodes: {
      source: {
        type: 'postgres.schedule',
        connection: 'database',
        config: { read: 'table', table: 'bench.source', mode: 'full' },
      },
      map: {
        type: 'map',
        config: {
          fields: [
            { to: 'id', from: 'id' },
            { to: 'email', from: 'email', steps: ['trim', 'lowercase'], required: 'dead-letter' },
            { to: 'first_name', from: 'first', steps: ['trim', 'titlecase'] },
            { to: 'last_name', from: 'last', steps: ['trim', 'titlecase'] },
            { to: 'full_name', from: 'first', steps: [{ do: 'concat', with: ['last'] }] },
            {
              to: 'country',
              from: 'country',
              steps: [
                {
                  do: 'map-values',
                  values: { Germany: 'DE', France: 'FR', Japan: 'JP', Kenya: 'KE' },
                  otherwise: 'keep',
                },
              ],
            },
            { to: 'phone', from: 'phone', steps: [{ do: 'replace', find: ' ', with: '' }] },
            { to: 'birthday', from: 'birthday', steps: [{ do: 'parse-date', format: 'DD.MM.YYYY' }] },
            { to: 'lifetime_value', from: 'spent', steps: [{ do: 'number', decimal: ',' }] },
            { to: 'newsletter', from: 'accepts', steps: [{ do: 'boolean' }] },
            { to: 'segment', value: 'bench' },
            { to: 'updated_at', from: 'updated_at' },
          ],
        },
      },
      target: {
        type: 'postgres.upsert',
        connection: 'database',
        config: { table: `bench.${table}`, key: ['id'] },
      },
    },
    edges: [
      ['source', 'map'],
      ['map', 'target'],
    ],
  };
}

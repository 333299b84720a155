import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { FieldSchema, RecordSchema } from '@syncline/model';
import type { TestDatabase } from '../harness/database.ts';
import { contactsFlow } from './contacts.ts';

const run = promisify(execFile);
// Beside the mapping, which no other workspace hands to the tests.
const script = fileURLToPath(new URL('../../packages/mapping/src/evaluator/mappingRate.ts', import.meta.url));
const mostRecords = 20_000;

const field = (name: string, type: FieldSchema['type'], more: Partial<FieldSchema> = {}): FieldSchema => ({
  name,
  type,
  nullable: true,
  required: false,
  ...more,
});
const schema = (fields: FieldSchema[]): RecordSchema => ({
  fields,
  key: ['id'],
  cursorFields: [],
  open: false,
});
const needed = { nullable: false, required: true };

/** What the connector finds out about the two tables of `contacts.ts`. */
const source = schema([
  field('id', 'integer', needed),
  ...['email', 'first', 'last', 'country', 'phone', 'birthday', 'spent', 'accepts', 'tags', 'note'].map(
    (name) => field(name, 'text'),
  ),
  field('updated_at', 'datetime', needed),
]);
const target = schema([
  field('id', 'integer', needed),
  field('email', 'text', needed),
  ...['first_name', 'last_name', 'full_name', 'country', 'phone', 'segment'].map((name) =>
    field(name, 'text'),
  ),
  field('birthday', 'date'),
  field('lifetime_value', 'decimal', { precision: 12, scale: 2 }),
  field('newsletter', 'boolean'),
  field('updated_at', 'datetime'),
]);

/** Records a second one core maps when it does nothing else. */
export async function mappingRate(database: TestDatabase): Promise<number> {
  const rows = await database.query<{ record: unknown }>(
    `select to_jsonb(q) || jsonb_build_object('id', q.id::text, 'updated_at',
       to_char(q.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) as record
     from bench.source q order by q.id limit ${mostRecords}`,
  );
  const { config } = contactsFlow('by_syncline').nodes.map;
  const running = run(process.execPath, [script]);
  running.child.stdin?.end(
    JSON.stringify({ config, source, target, records: rows.map(({ record }) => record) }),
  );
  const { records, cpuMs }: { records: number; cpuMs: number } = JSON.parse((await running).stdout);
  return (records / cpuMs) * 1000;
}

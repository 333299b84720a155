import { type DataRecord, keyText, type Value } from '@syncline/model';
import type { ClientBase } from 'pg';
import { cellWriter } from './cellText.ts';
import { isRecordError } from './failures.ts';
import { type ReadTarget, readOnly } from './readPlan.ts';
import { makeBuilder, type RawRow, rawText } from './rowBuilder.ts';
import { quoteName } from './sqlNames.ts';

type KeyedTarget = Pick<ReadTarget, 'from' | 'key' | 'columns' | 'table'>;

/**
 * Rows of some keys as they stand. A key that no row can have, such as text for a number, finds nothing; it does not spoil
 * the others.
 */
export async function fetchRows(
  client: ClientBase,
  target: KeyedTarget,
  keys: readonly string[],
): Promise<Map<string, DataRecord>> {
  const parts = keys.map((key) => readKey(key, target.key.length)).filter((part) => part !== null);
  if (parts.length === 0) return new Map();
  try {
    return await fetchParts(client, target, parts);
  } catch (thrown) {
    if (!isRecordError(thrown)) throw thrown;
    if (target.table === null) await client.query('rollback');
    if (keys.length === 1) return new Map();
  }
  const middle = keys.length >> 1;
  const first = await fetchRows(client, target, keys.slice(0, middle));
  const second = await fetchRows(client, target, keys.slice(middle));
  return new Map([...first, ...second]);
}

async function fetchParts(
  client: ClientBase,
  target: KeyedTarget,
  keys: readonly string[][],
): Promise<Map<string, DataRecord>> {
  const names = target.key.map((name) => `q.${quoteName(name)}`);
  const types = target.key.map((name) => target.columns.get(name) ?? 'text');
  const values = target.key.map((name, at) => {
    const write = keyWriter(target, name, types[at] ?? 'text');
    return keys.map((parts) => write(parts[at] ?? ''));
  });
  // Cast one by one: a list of lists is not an array of arrays.
  const wanted = types.map((type, at) => `w.k${at}::${type}`).join(', ');
  const from = `unnest(${types.map((_, at) => `$${at + 1}::text[]`).join(', ')}) w (${types.map((_, at) => `k${at}`).join(', ')})`;
  const where = `(${names.join(', ')}) in (select ${wanted} from ${from})`;
  const query = {
    text: `select q.* from ${target.from} q where ${where}`,
    values,
    rowMode: 'array' as const,
    types: rawText,
  };
  const run = () => client.query<RawRow>(query);
  const found = target.table === null ? await readOnly(client, run) : await run();
  const build = await makeBuilder(client, found.fields);
  const records = new Map<string, DataRecord>();
  for (const row of found.rows) {
    const record = build(row);
    const key = keyText(target.key.map((name) => record[name]));
    if (key !== null && !records.has(key)) records.set(key, record);
  }
  return records;
}

/** The values of a key's columns as `keyText` wrote them; null for text that is no key of so many columns. */
function readKey(key: string, count: number): string[] | null {
  if (count === 1) return [key];
  try {
    const parts: unknown = JSON.parse(key);
    const fits = Array.isArray(parts) && parts.length === count;
    return fits ? parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))) : null;
  } catch {
    return null;
  }
}

/** Keys travel as the values of records do, so they are written as those are: bytes in base64, lists as JSON. */
function keyWriter(target: KeyedTarget, name: string, castType: string): (part: string) => string | null {
  const category =
    target.table?.columns.find((column) => column.name === name)?.category ??
    (castType.endsWith('[]') ? 'A' : '');
  const write = cellWriter({ castType, category });
  const isJson = category === 'A' || castType === 'json' || castType === 'jsonb';
  return (part) => write(isJson ? parseOr(part) : part);
}

function parseOr(text: string): Value {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

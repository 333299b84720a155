import type { Queryable } from '../database/queryable.ts';

/** Null when it was never set. */
export async function getSetting(db: Queryable, key: string): Promise<unknown> {
  const found = await db.query<{ value: unknown }>({
    text: 'select value from syncline.setting where key = $1',
    values: [key],
  });
  return found.rows[0]?.value ?? null;
}

export async function setSetting(db: Queryable, key: string, value: unknown): Promise<void> {
  await db.query({
    text: `insert into syncline.setting (key, value) values ($1, $2)
      on conflict (key) do update set value = excluded.value, updated_at = now()`,
    values: [key, JSON.stringify(value)],
  });
}

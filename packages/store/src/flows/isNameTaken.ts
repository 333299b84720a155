import type { Queryable } from '../database/queryable.ts';

export async function isNameTaken(db: Queryable, name: string): Promise<boolean> {
  const found = await db.query({
    text: 'select 1 from syncline.flow where name = $1 limit 1',
    values: [name],
  });
  return found.rowCount !== 0;
}

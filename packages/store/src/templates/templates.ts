import type { Template } from '@syncline/model';
import type { Queryable } from '../database/queryable.ts';
import { StoreError } from '../storeError.ts';

/** Imported templates, newest first. */
export async function listTemplates(db: Queryable): Promise<Template[]> {
  const found = await db.query<{ document: Template }>({
    text: 'select document from syncline.template order by created_at desc, id',
  });
  return found.rows.map(({ document }) => document);
}

export async function findTemplate(db: Queryable, id: string): Promise<Template | null> {
  const found = await db.query<{ document: Template }>({
    text: 'select document from syncline.template where id = $1',
    values: [id],
  });
  return found.rows[0]?.document ?? null;
}

/** @throws StoreError `conflict.name` */
export async function insertTemplate(db: Queryable, template: Template): Promise<void> {
  const inserted = await db.query({
    text: 'insert into syncline.template (id, document) values ($1, $2) on conflict do nothing',
    values: [template.id, JSON.stringify(template)],
  });
  if (inserted.rowCount === 0)
    throw new StoreError('conflict.name', `A template with id ${template.id} exists already.`, 'body.id');
}

/** @throws StoreError `not-found` */
export async function removeTemplate(db: Queryable, id: string): Promise<void> {
  const removed = await db.query({ text: 'delete from syncline.template where id = $1', values: [id] });
  if (removed.rowCount === 0) throw new StoreError('not-found', 'There is no such imported template.');
}

import type { Queryable } from '../database/queryable.ts';
import { StoreError } from '../storeError.ts';

/** What a feeder asks its system, as a hash, and what to do with where it stands when that changed. */
export interface PublishedCursor {
  queryHash: string;
  choice?: 'keep' | 'reload' | 'from-now' | undefined;
}

export type ChangedCursors = Map<string, 'reload' | 'from-now'>;

const find = `
  select node, (select query_hash from syncline.cursor where cursor.flow_id = $1 and cursor.node = asked.node) as hash,
    exists (
      select from syncline.cursor where cursor.flow_id = $1 and cursor.node = asked.node and cursor.value is not null
    ) or exists (
      select from syncline.stream
      where stream.flow_id = $1 and stream.node = asked.node and stream.captured_since is not null
    ) as stands
  from unnest($2::text[]) as asked (node)`;

const keep = `
  insert into syncline.cursor (flow_id, node, query_hash) select $1, asked.* from unnest($2::text[], $3::text[]) as asked
  on conflict (flow_id, node) do update set query_hash = excluded.query_hash`;

// A run under way asked the old question, so it must not leave a cursor: only runs from now on may.
const reset = `
  update syncline.cursor set value = null, from_now = asked.from_now, updated_by = null, updated_at = now(),
    run_id = (select max(id) from syncline.run)
  from unnest($2::text[], $3::boolean[]) as asked (node, from_now)
  where cursor.flow_id = $1 and cursor.node = asked.node`;

/**
 * Keeps what each feeder asks, and does with its cursor what was chosen where that changed. A feeder that has nowhere to go
 * on from needs no choice.
 *
 * @returns feeders that begin anew. @throws StoreError `flow.cursor-choice` naming those without a choice.
 */
export async function chooseCursors(
  db: Queryable,
  flowId: string,
  cursors: Record<string, PublishedCursor>,
): Promise<ChangedCursors> {
  const nodes = Object.keys(cursors);
  if (nodes.length === 0) return new Map();
  const found = await db.query<{ node: string; hash: string | null; stands: boolean }>({
    text: find,
    values: [flowId, nodes],
  });
  const changed = found.rows.filter(
    ({ node, hash, stands }) => stands && hash !== null && hash !== cursors[node]?.queryHash,
  );
  const open = changed.filter(({ node }) => cursors[node]?.choice === undefined).map(({ node }) => node);
  if (open.length > 0)
    throw new StoreError(
      'flow.cursor-choice',
      `Asked something else than before: ${open.join(', ')}.`,
      'body.cursors',
      open.map((node) => ({
        path: `body.cursors.${node}`,
        message: 'Keep its cursor (keep), load everything again (reload), or go on from now (from-now)?',
      })),
    );
  const anew: ChangedCursors = new Map();
  for (const { node } of changed) {
    const choice = cursors[node]?.choice;
    if (choice === 'reload' || choice === 'from-now') anew.set(node, choice);
  }
  const hashes = Object.values(cursors).map(({ queryHash }) => queryHash);
  await db.query({ text: keep, values: [flowId, nodes, hashes] });
  const choices = [...anew.values()].map((choice) => choice === 'from-now');
  await db.query({ text: reset, values: [flowId, [...anew.keys()], choices] });
  return anew;
}

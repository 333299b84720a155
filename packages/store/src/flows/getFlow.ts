import type { PauseDetail } from '@syncline/engine';
import type { FlowDocument } from '@syncline/model';
import type { Queryable } from '../database/queryable.ts';
import { StoreError } from '../storeError.ts';
import { type FlowRow, flowColumns, flowSources, type StoredFlow, summaryOf } from './flowRow.ts';

const text = `
  select ${flowColumns}, flow.draft, flow.etag, flow.bindings, flow.pause_detail, coalesce((
    select json_object_agg(node, endpoint.id) from syncline.endpoint where endpoint.flow_id = flow.id
  ), '{}') as endpoints
  from ${flowSources} where flow.id = $1`;

interface FullRow extends FlowRow {
  draft: FlowDocument;
  etag: string;
  bindings: Record<string, string>;
  endpoints: Record<string, string>;
  pause_detail: PauseDetail | { connection: string } | null;
}

/** @throws StoreError `not-found` */
export async function getFlow(db: Queryable, id: string): Promise<StoredFlow> {
  const found = await db.query<FullRow>({ name: 'get-flow', text, values: [id] });
  const row = found.rows[0];
  if (row === undefined) throw new StoreError('not-found', 'There is no such flow.');
  const { draft: document, etag, bindings, endpoints, pause_detail: detail } = row;
  const why =
    detail !== null && 'connection' in detail
      ? { guard: null, refusedBy: detail.connection }
      : { guard: detail, refusedBy: null };
  return { ...summaryOf(row), document, etag, bindings, endpoints, ...why };
}

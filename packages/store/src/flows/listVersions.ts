import type { FlowDocument, Plan } from '@syncline/model';
import type { Queryable } from '../database/queryable.ts';
import { StoreError } from '../storeError.ts';
import { getFlow } from './getFlow.ts';

export interface FlowVersion {
  version: number;
  hash: string;
  note: string | null;
  publishedAt: string;
  document: FlowDocument;
}

interface VersionRow {
  n: number;
  hash: string;
  note: string | null;
  created_at: Date;
  document: FlowDocument;
  plan: Plan;
}

/** Published versions, newest first. */
export async function listVersions(db: Queryable, flowId: string): Promise<FlowVersion[]> {
  const found = await db.query<VersionRow>({
    text: `select n, hash, note, created_at, document from syncline.flow_version where flow_id = $1 order by n desc`,
    values: [flowId],
  });
  if (found.rows.length === 0) await getFlow(db, flowId);
  return found.rows.map(versionOf);
}

/** One version with its plan; the active one unless said. */
export async function getVersion(
  db: Queryable,
  flowId: string,
  n?: number,
): Promise<FlowVersion & { plan: Plan }> {
  const found = await db.query<VersionRow>({
    name: 'get-version',
    text: `select n, flow_version.hash, note, flow_version.created_at, document, plan from syncline.flow_version
      join syncline.flow on flow.id = flow_version.flow_id
      where flow_id = $1 and n = coalesce($2, flow.active_version)`,
    values: [flowId, n ?? null],
  });
  const row = found.rows[0];
  if (row === undefined) {
    await getFlow(db, flowId);
    throw new StoreError('flow.not-published', 'The flow has no such published version.');
  }
  return { ...versionOf(row), plan: row.plan };
}

function versionOf(row: VersionRow): FlowVersion {
  return {
    version: row.n,
    hash: row.hash,
    note: row.note,
    publishedAt: row.created_at.toISOString(),
    document: row.document,
  };
}

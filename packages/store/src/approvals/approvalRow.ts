import type { Approval } from '@syncline/model';
import type { Cipher } from '../cipher.ts';
import { openParked } from '../parked/parkedContent.ts';

/** An approval as the store knows it: what it would change is for whoever knows the plan. */
export type StoredApproval = Omit<Approval, 'changes' | 'looksFirst' | 'deletes'>;

export const approvalJoins = `
  join syncline.flow on flow.id = parked.flow_id
  left join syncline.flow_version on flow_version.flow_id = flow.id and flow_version.n = flow.active_version`;

export const approvalColumns = `
  parked.id, parked.flow_id, flow.name as flow_name, parked.node,
  coalesce(flow_version.titles ->> parked.node, parked.node) as title, parked.run_id, parked.key, parked.op,
  parked.content, parked.content_hash, parked.state, parked.decided_by, parked.decided_at, parked.note,
  parked.created_at, parked.expires`;

export interface ApprovalRow {
  id: number;
  flow_id: string;
  flow_name: string;
  node: string;
  title: string;
  run_id: number;
  key: string;
  op: 'upsert' | 'delete';
  content: Buffer;
  content_hash: string;
  state: 'waiting' | 'approved' | 'rejected' | 'superseded' | 'expired' | 'released';
  decided_by: string | null;
  decided_at: Date | null;
  note: string | null;
  created_at: Date;
  expires: Date | null;
}

export function approvalOf(row: ApprovalRow, cipher: Cipher): StoredApproval {
  return {
    id: String(row.id),
    flowId: row.flow_id,
    flowName: row.flow_name,
    node: row.node,
    nodeTitle: row.title,
    runId: String(row.run_id),
    key: row.key,
    op: row.op,
    record: { ...openParked(cipher, row.content).record },
    contentHash: row.content_hash,
    // That it went on since is no other decision.
    state: row.state === 'released' ? 'approved' : row.state,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at?.toISOString() ?? null,
    note: row.note,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires?.toISOString() ?? null,
  };
}

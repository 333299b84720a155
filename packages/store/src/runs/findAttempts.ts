import type { Attempt } from '@syncline/engine';
import type { Queryable } from '../database/queryable.ts';
import { type PackedRecords, unpackRecords } from './packedRecords.ts';

const text = `
  select id, run_id, part, page, node, destination_id, deadline, records, answered
  from syncline.attempt where flow_id = $1 and part = $2 order by deadline, id`;

interface AttemptRow {
  id: string;
  run_id: number;
  part: number;
  page: number;
  node: string;
  destination_id: number;
  deadline: Date;
  records: PackedRecords;
  answered: boolean;
}

/** Batches left by a crash or a lost lease: those whose outcome is not known, and answered ones that are still kept. */
export async function findAttempts(db: Queryable, flowId: string, part: number): Promise<Attempt[]> {
  const found = await db.query<AttemptRow>({ name: 'find-attempts', text, values: [flowId, part] });
  return found.rows.map((row) => ({
    id: row.id,
    runId: String(row.run_id),
    part: row.part,
    page: row.page,
    node: row.node,
    destinationId: String(row.destination_id),
    deadline: row.deadline,
    records: unpackRecords(row.records),
    ...(row.answered && { answered: true }),
  }));
}

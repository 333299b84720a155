import { cleanText } from '../database/cleanText.ts';
import type { Queryable } from '../database/queryable.ts';
import { numericId } from '../keyset/numericId.ts';
import type { RecordName } from './forgetOrphans.ts';

/** Where a record came from: what it takes to read it again. */
export interface OrphanSource extends RecordName {
  flowId: string;
  node: string;
  sourceKey: string;
  /** Feeder of the run that last wrote it; null when that run is gone. */
  feeder: string | null;
}

const text = `
  select destination.id::text as "destinationId", ledger.key, destination.flow_id as "flowId", destination.node,
    coalesce(ledger.source_key, ledger.key) as "sourceKey", run.feeder
  from unnest($1::bigint[], $2::text[]) as named (destination_id, key)
  join syncline.destination on destination.id = named.destination_id
  join syncline.ledger on ledger.destination_id = named.destination_id and ledger.key = named.key
  left join syncline.run on run.id = ledger.last_run
  where ledger.state in (1, 2, 4, 5)`;

/** Of records that are not in order: the flow, the step and the key by which their source knows them. */
export async function findOrphanSources(
  db: Queryable,
  records: readonly RecordName[],
): Promise<OrphanSource[]> {
  const found = await db.query<OrphanSource>({
    name: 'find-orphan-sources',
    text,
    values: [
      records.map(({ destinationId }) => numericId(destinationId, 'destination')),
      records.map(({ key }) => cleanText(key)),
    ],
  });
  return found.rows;
}

import type { DeletedRecords } from '@syncline/engine';
import type { Bindings } from '../database/bindings.ts';

/** Step that counts what a page deleted, when `gate` has a row. A part counts by itself, so none waits for another. */
export function countDeletedStep(
  deleted: readonly DeletedRecords[],
  gate: string,
  { bind }: Bindings,
): string {
  const inOrder = deleted.toSorted((a, b) => Number(a.destinationId) - Number(b.destinationId));
  const destinations = bind(
    inOrder.map(({ destinationId }) => destinationId),
    'bigint[]',
  );
  const records = bind(
    inOrder.map((one) => one.records),
    'bigint[]',
  );
  return `deleted_counted as (
    insert into syncline.delete_count as kept (destination_id, part, minute, records)
    select page.destination_id, ${gate}.part, date_trunc('minute', now()), page.records
    from ${gate}, unnest(${destinations}, ${records}) as page (destination_id, records)
    on conflict (destination_id, part, minute) do update set records = kept.records + excluded.records
  )`;
}

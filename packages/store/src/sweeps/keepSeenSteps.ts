import type { SeenKeys } from '@syncline/engine';
import type { Bindings } from '../database/bindings.ts';
import { cleanText } from '../database/cleanText.ts';
import { textArray } from '../database/textArray.ts';

/** Steps that note which records a sweep has met, when `gate` has a row: one a destination. */
export function keepSeenSteps(seen: readonly SeenKeys[], gate: string, { bind }: Bindings): string[] {
  return seen.map(
    ({ destinationId, keys }, at) => `seen_${at} as (
      insert into syncline.sweep_seen (run_id, destination_id, key)
      select ${gate}.run_id, ${bind(destinationId, 'bigint')}, met.key
      from ${gate}, unnest(${bind(textArray(keys.map(cleanText)), 'text[]')}) as met (key)
      on conflict do nothing
    )`,
  );
}

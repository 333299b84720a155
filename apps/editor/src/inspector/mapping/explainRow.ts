import {
  explainMapping,
  explainSamples,
  type MappingEnv,
  type MappingRow,
  type RowExplanation,
  type SampleExplanation,
} from '@syncline/mapping';
import type { DataRecord } from '@syncline/model';

/** What one row makes of one record. Row by row, so that typing in one row leaves the others alone. */
export function explainRow(row: MappingRow, env: MappingEnv, record: DataRecord): RowExplanation | null {
  return explainMapping({ fields: [row], rest: 'drop' }, env, record)[0] ?? null;
}

/** How many of the samples one row converts. */
export function explainRowSamples(
  row: MappingRow,
  env: MappingEnv,
  records: readonly DataRecord[],
): SampleExplanation | null {
  return explainSamples({ fields: [row], rest: 'drop' }, env, [...records])[0] ?? null;
}

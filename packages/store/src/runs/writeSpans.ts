import type { TimelineSpan } from '@syncline/model';
import type { Bindings } from '../database/bindings.ts';
import { sliceSpans } from './timeSlices.ts';

/** Step that adds bars to the timeline of a run's part, when `gate` has a row with `run_id` and `part`. */
export function writeSpansStep(spans: readonly TimelineSpan[], gate: string, { bind }: Bindings): string {
  const sliced = sliceSpans(spans);
  const columns = [
    bind(
      sliced.map((span) => span.node),
      'text[]',
    ),
    bind(
      sliced.map((span) => span.kind),
      'text[]',
    ),
    bind(
      sliced.map((span) => span.slice),
      'bigint[]',
    ),
    bind(
      sliced.map((span) => span.fromMs),
      'bigint[]',
    ),
    bind(
      sliced.map((span) => span.toMs),
      'bigint[]',
    ),
  ];
  return `spans_written as (
    insert into syncline.run_span as bar (run_id, part, node, kind, slice, from_ms, to_ms)
    select ${gate}.run_id, ${gate}.part, span.* from ${gate}, unnest(${columns.join(', ')}) as span
    on conflict (run_id, part, node, kind, slice) do update set
      from_ms = least(bar.from_ms, excluded.from_ms), to_ms = greatest(bar.to_ms, excluded.to_ms)
  )`;
}

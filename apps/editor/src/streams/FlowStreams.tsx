import type { FlowSummary } from '@syncline/model';
import { Status } from '../parts/Status.tsx';
import { useStepTypes } from '../runs/useCatalogue.ts';
import { useStreams } from './streamQueries.ts';
import { worstOf } from './streamWords.ts';

const refreshMs = 15_000;

/** In the list of flows: how the sources that are kept in sync stand. Only flows that have one are asked. */
export function FlowStreams({ flow }: { flow: FlowSummary }) {
  const types = useStepTypes();
  const synced =
    flow.version !== null && flow.shape.nodes.some(({ type }) => types.get(type)?.role === 'sync');
  const streams = useStreams(flow.id, refreshMs, synced);
  const worst = worstOf((streams.data ?? []).filter(({ role }) => role === 'sync'));
  if (!synced || worst === null) return null;
  return (
    <Status kind={worst.kind} size="xs" className="text-xs">
      {worst.words}
    </Status>
  );
}

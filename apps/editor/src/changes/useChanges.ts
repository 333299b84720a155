import { flowRoutes } from 'virtual:contract';
import type { FlowDocument } from '@syncline/model';
import { useQuery } from '@tanstack/react-query';
import { useStore } from 'zustand';
import { call } from '../api/client.ts';
import { useDoc, useOpenFlow } from '../flow/FlowContext.tsx';
import { useFlowFacts } from '../pages/editor/session.tsx';
import { diffFlows, type FlowChange } from './diffFlows.ts';

const nothing: readonly FlowChange[] = [];
const known = new WeakMap<FlowDocument, { published: FlowDocument; changes: readonly FlowChange[] }>();

/** Compared once for each draft, however many parts ask. */
export function changesSince(
  published: FlowDocument | undefined,
  draft: FlowDocument,
): readonly FlowChange[] {
  if (published === undefined) return nothing;
  const before = known.get(draft);
  if (before?.published === published) return before.changes;
  const changes = diffFlows(published, draft);
  known.set(draft, { published, changes });
  return changes;
}

/** The version that runs, as it was published; undefined while there is none or nothing suggests that the draft differs. */
export function usePublished(): FlowDocument | undefined {
  const { flowId, doc } = useOpenFlow();
  const { version, changed } = useFlowFacts();
  const edited = useStore(doc.temporal, (history) => history.pastStates.length > 0);
  const { data } = useQuery({
    queryKey: ['flow-version', flowId, version],
    queryFn: ({ signal }) => call(flowRoutes.listVersions, { params: { id: flowId }, signal }),
    select: ({ items }) => items.find((item) => item.version === version)?.document,
    enabled: version !== null && (changed || edited),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data;
}

/** How many changes the draft holds that are not published. */
export function useChangeCount(): number {
  const published = usePublished();
  return useDoc(({ document }) => changesSince(published, document).length);
}

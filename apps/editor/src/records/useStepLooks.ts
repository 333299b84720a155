import { flowRoutes } from 'virtual:contract';
import type { FlowDocument } from '@syncline/model';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from '../api/client.ts';
import { type StepLook, stepLook } from '../runs/stepLook.ts';
import { useStepTypes } from '../runs/useCatalogue.ts';

/** How the steps of some flows are drawn. Until a flow is read, its steps go by their names. */
export function useStepLooks(flowIds: readonly string[]): (flowId: string, node: string) => StepLook {
  const types = useStepTypes();
  const ids = [...new Set(flowIds)];
  const documents = useQueries({
    queries: ids.map((id) => ({
      // Not the editor's own entry: that one is the draft being worked on and must not be refreshed from here.
      queryKey: ['flow-steps', id],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        call(flowRoutes.getFlow, { params: { id }, signal }).then((flow) => flow.document),
      staleTime: 60_000,
    })),
    combine: (results) => results.map(({ data }) => data),
  });
  const key = ids.join(' ');
  return useMemo(() => {
    const byId = new Map<string, FlowDocument | undefined>(
      key.split(' ').map((id, at) => [id, documents[at]]),
    );
    return (flowId, node) => {
      const step = byId.get(flowId)?.nodes[node];
      return stepLook(node, step, types.get(step?.type ?? ''));
    };
  }, [key, documents, types]);
}

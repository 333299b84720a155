import { flowRoutes } from 'virtual:contract';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { RefusedBanner } from '../../connections/RefusedBanner.tsx';
import { GuardBanner } from '../../streams/GuardBanner.tsx';

const refreshMs = 3_000;

/** Across a run that stands still until a person has done something: what it is, and the way on. */
export default function RunStop({ flowId }: { flowId: string }) {
  const { data: flow } = useQuery({
    queryKey: ['flow-state', flowId],
    queryFn: ({ signal }) => call(flowRoutes.getFlow, { params: { id: flowId }, signal }),
    refetchInterval: refreshMs,
  });
  if (!flow) return null;
  return (
    <>
      <GuardBanner flow={flow} />
      <RefusedBanner flow={flow} />
    </>
  );
}

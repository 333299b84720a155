import { flowRoutes } from 'virtual:contract';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';
import { LoadProblem } from '../../runs/LoadProblem.tsx';
import { useCatalogue } from '../../runs/useCatalogue.ts';
import { NewFlow } from './NewFlow.tsx';
import { OpenEditor } from './OpenEditor.tsx';
import { flowKey } from './session.tsx';

/** `/flows/:id`: a flow on the canvas. `/flows/new` makes one first. */
export default function EditorPage({ params }: { params: Record<string, string | undefined> }) {
  const id = params.id ?? 'new';
  return id === 'new' ? <NewFlow /> : <LoadedEditor key={id} id={id} />;
}

function LoadedEditor({ id }: { id: string }) {
  const flow = useQuery({
    queryKey: flowKey(id),
    queryFn: ({ signal }) => call(flowRoutes.getFlow, { params: { id }, signal }),
    // From here on the page's own store is the truth; each save brings the rest up to date.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const catalogue = useCatalogue();
  const problem = flow.error ?? catalogue.error;
  if (flow.data && catalogue.data) return <OpenEditor flow={flow.data} catalogue={catalogue.data} />;
  if (problem) {
    const retry = () => {
      void flow.refetch();
      void catalogue.refetch();
    };
    return <LoadProblem what="this flow" error={problem} onRetry={retry} />;
  }
  return <SkeletonRows label="Loading this flow" height="table" />;
}

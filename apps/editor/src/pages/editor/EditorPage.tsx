import { flowRoutes } from 'virtual:contract';
import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { call } from '../../api/client.ts';
import { lazyPart } from '../../parts/lazyPart.ts';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';
import { LoadProblem } from '../../runs/LoadProblem.tsx';
import { useCatalogue } from '../../runs/useCatalogue.ts';
import { OpenEditor } from './OpenEditor.tsx';
import { flowKey } from './session.tsx';

const NewFlow = lazyPart(() => import('./NewFlow.tsx').then((module) => ({ default: module.NewFlow })));

/** `/flows/:id`: a flow on the canvas. `/flows/new` makes one first. */
export default function EditorPage({ params }: { params: Record<string, string | undefined> }) {
  const id = params.id ?? 'new';
  if (id !== 'new') return <LoadedEditor key={id} id={id} />;
  return (
    <Suspense fallback={<SkeletonRows label="Making the flow" height="table" />}>
      <NewFlow />
    </Suspense>
  );
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

import { lazy, Suspense } from 'react';
import { useFreshState } from '../../streams/useFreshState.ts';
import { useFlowFacts } from './session.tsx';

const StreamsButton = lazy(() =>
  import('../../streams/StreamsButton.tsx').then((module) => ({ default: module.StreamsButton })),
);

/** How the sources stand, once the flow has a published version. Loaded after the flow is on screen. */
export function Streams() {
  const { id, version } = useFlowFacts();
  useFreshState(id, version !== null);
  if (version === null) return null;
  return (
    <Suspense fallback={null}>
      <StreamsButton flowId={id} />
    </Suspense>
  );
}

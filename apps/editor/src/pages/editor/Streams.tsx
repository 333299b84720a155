import { Suspense } from 'react';
import { lazyPart } from '../../parts/lazyPart.ts';
import { useFreshState } from '../../streams/useFreshState.ts';
import { useFlowFacts } from './session.tsx';

const StreamsButton = lazyPart(() =>
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

import { Dialog } from '../parts/Dialog.tsx';
import { SkeletonRows } from '../parts/SkeletonRows.tsx';
import { LoadProblem } from '../runs/LoadProblem.tsx';
import { StreamCard } from './StreamCard.tsx';
import { useStreams } from './streamQueries.ts';

type StreamsPanelProps = { flowId: string; onClose: () => void };

/** Every source of a flow: what it has loaded, how far it is proven equal, and what can be done. */
export default function StreamsPanel({ flowId, onClose }: StreamsPanelProps) {
  const streams = useStreams(flowId);
  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title="Sources of this flow"
      description="What is loaded, since when changes are taken, and how far the destinations are proven equal."
    >
      {streams.isPending && <SkeletonRows label="Reading how the sources stand" rows={5} />}
      {streams.isError && streams.data === undefined && (
        <LoadProblem what="the sources" error={streams.error} onRetry={() => void streams.refetch()} />
      )}
      {streams.data?.length === 0 && (
        <p className="text-ink-2">
          This flow has no published version. Publish it, and its sources show here.
        </p>
      )}
      <ul className="flex flex-col gap-3">
        {streams.data?.map((stream) => (
          <li key={stream.node}>
            <StreamCard flowId={flowId} stream={stream} />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

import type { RecordPlace } from '@syncline/model';
import { Card } from '../../parts/Card.tsx';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';
import { LoadProblem } from '../../runs/LoadProblem.tsx';
import { Hop } from './Hop.tsx';
import { useStory } from './recordQueries.ts';

/** What happened to a record at one destination, newest first. */
export function Story({ place }: { place: RecordPlace }) {
  const story = useStory(place);
  const hops = story.data?.hops ?? [];
  return (
    <Card title="History" note={`at ${place.nodeTitle}`}>
      {story.isPending && <SkeletonRows label="Reading its history" rows={5} />}
      {story.isError && (
        <LoadProblem what="its history" error={story.error} onRetry={() => void story.refetch()} />
      )}
      {story.isSuccess && hops.length === 0 && (
        <p className="p-3.5 text-ink-2">
          Nothing is kept of its way here. What happens from now on shows here within a second.
        </p>
      )}
      <ol className="flex flex-col px-3.5 py-3">
        {hops.map((hop, index) => (
          <Hop key={`${hop.at} ${hop.node} ${index}`} hop={hop} last={index === hops.length - 1} />
        ))}
      </ol>
    </Card>
  );
}

import { ApiProblem } from '../../api/client.ts';
import { TextLink } from '../../parts/TextLink.tsx';
import type { Samples } from '../usePreview.ts';

/** Why there are no live results, and what brings them. The table works without them. */
export function SampleProblem({ samples }: { samples: Samples }) {
  if (samples.loading || (samples.records.length > 0 && !samples.error)) return null;
  const { error } = samples;
  return (
    <div className="flex items-start gap-2 border-t border-line px-4 py-2 text-xs text-ink-2">
      <p className="min-w-0 flex-1" role="status">
        {error instanceof ApiProblem
          ? `No samples: ${error.problem.detail ?? error.problem.title} ${error.problem.whatToDo}`
          : error
            ? 'No samples: the server does not answer. Your edits are kept.'
            : 'No samples yet. Results show here with the first record of a step before this one.'}
      </p>
      <TextLink small onClick={samples.refetch}>
        Read again
      </TextLink>
    </div>
  );
}

import type { Flow } from '@syncline/model';
import { pauseWords } from '../../flow/pauseWords.ts';
import { joinClasses } from '../../parts/classes.ts';
import { Badge } from '../../parts/Status.tsx';
import { Tooltip } from '../../parts/Tooltip.tsx';
import { useFlowFacts } from './session.tsx';

/** Draft, live with its version, or paused and why. */
export function StateBadge({ plain }: { plain?: boolean }) {
  const flow = useFlowFacts();
  if (flow.state === 'live') {
    return (
      <span
        className={joinClasses(
          'inline-flex shrink-0 items-center gap-1.5 text-xs font-medium whitespace-nowrap text-success',
          !plain && 'h-5.5 rounded-sm bg-success-soft px-2',
        )}
      >
        <span className="size-2 rounded-full bg-success-mark" />
        Live v{flow.version}
      </span>
    );
  }
  if (flow.state === 'draft') return <Badge>Draft</Badge>;
  const words = pausedBecause(flow);
  return (
    <Tooltip words={words}>
      <span className="min-w-0">
        <Badge kind="paused">{words}</Badge>
      </span>
    </Tooltip>
  );
}

const pausedBecause = ({ pauseReason }: Flow) =>
  pauseReason ? `Paused: ${pauseWords(pauseReason)}` : 'Paused';

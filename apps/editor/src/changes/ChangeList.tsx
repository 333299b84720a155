import { definitionsOf } from '../canvas/definitions.ts';
import { useDoc, useOpenFlow } from '../flow/FlowContext.tsx';
import { TextLink } from '../parts/TextLink.tsx';
import { changeWords, stepOf } from './changeWords.ts';
import { changesSince, usePublished } from './useChanges.ts';

type ChangeListProps = {
  /** Goes to a step; left out where there is nowhere to go, as in a dialog. */
  onStep?: (step: string) => void;
  most?: number;
};

/** The draft's changes, one sentence each. */
export function ChangeList({ onStep, most = Number.POSITIVE_INFINITY }: ChangeListProps) {
  const { catalogue } = useOpenFlow();
  const published = usePublished();
  const draft = useDoc(({ document }) => document);
  if (!published) return null;
  const changes = changesSince(published, draft);
  const scene = { before: published, after: draft, entry: definitionsOf(catalogue).entry };
  return (
    <ul>
      {changes.slice(0, most).map((change) => {
        const words = changeWords(change, scene);
        const step = onStep ? stepOf(change, draft) : null;
        return (
          <li
            key={JSON.stringify([change.kind, words])}
            className="flex items-start gap-2 border-t border-line px-3 py-2 first:border-t-0"
          >
            <span className="min-w-0 flex-1 break-words">{words}</span>
            {step !== null && (
              <TextLink small onClick={() => onStep?.(step)}>
                Go to step
              </TextLink>
            )}
          </li>
        );
      })}
      {changes.length > most && (
        <li className="border-t border-line px-3 py-2 text-ink-3">and {changes.length - most} more</li>
      )}
    </ul>
  );
}

import type { FailureGroup } from '@syncline/model';
import { RotateCcw } from 'lucide-react';
import { Link } from 'wouter';
import { Button } from '../../parts/Button.tsx';
import { CountBubble } from '../../parts/CountBubble.tsx';
import { RelativeTime } from '../../parts/Figures.tsx';
import { asSentence, formatCount } from '../../parts/format.ts';
import { TextLink } from '../../parts/TextLink.tsx';
import { Tile } from '../../parts/Tile.tsx';
import type { StepLook } from '../../runs/stepLook.ts';
import { causeAddress, causeTitle, stepAddress } from './letterWords.ts';

export type Cause = FailureGroup & { flowId: string; flowName: string; newest: string };

type CauseRowProps = { cause: Cause; look: StepLook; onReplay: () => void; onIgnore: () => void };

/** One cause: how many, what it means, what to do. The title opens its records. */
export function CauseRow({ cause, look, onReplay, onIgnore }: CauseRowProps) {
  const title = causeTitle(cause);
  const all = cause.count === 1 ? 'it' : `all ${formatCount(cause.count)}`;
  return (
    <li className="grid gap-x-3 gap-y-2 border-b border-line px-3.5 py-3 last:border-b-0 wide:grid-cols-[auto_minmax(0,1fr)_auto]">
      <Tile category={look.category} icon={look.icon} className="max-wide:hidden" />
      <div className="min-w-0">
        <h3 className="flex flex-wrap items-center gap-2">
          <Link href={causeAddress(cause)} className="text-ink hover:underline">
            {title}
          </Link>
          <CountBubble count={cause.count} kind="failed" label="records" />
        </h3>
        <p className="text-xs text-ink-3">
          {look.title}, newest <RelativeTime at={cause.newest} />
        </p>
        <p className="mt-1 max-w-[84ch] text-ink-2 wrap-anywhere">
          {asSentence(cause.message)} {cause.whatToDo}
        </p>
        <p className="mt-0.5 flex flex-wrap gap-x-3.5">
          <TextLink small href={causeAddress(cause)}>
            {cause.count === 1 ? 'Show the record' : `Show ${formatCount(cause.count)} records`}
          </TextLink>
          <TextLink small href={stepAddress(cause)}>
            {cause.field ? 'Open field' : 'Open step'}
          </TextLink>
        </p>
      </div>
      <div className="flex flex-wrap items-start gap-2">
        <Button icon={RotateCcw} onClick={onReplay} aria-label={`Replay ${all}: ${title}`}>
          Replay {all}
        </Button>
        <Button kind="ghost" onClick={onIgnore} aria-label={`Ignore ${all}: ${title}`}>
          Ignore
        </Button>
      </div>
    </li>
  );
}

import { joinClasses } from './classes.ts';
import { formatCount } from './format.ts';
import { TextLink } from './TextLink.tsx';

export type BalancePart = 'written' | 'unchanged' | 'waiting' | 'failed' | 'underway';

const looks: Record<BalancePart, { fill: string; word: string }> = {
  written: { fill: 'bg-success-mark', word: 'written' },
  unchanged: { fill: 'bg-edge', word: 'unchanged' },
  waiting: { fill: 'bg-waiting-mark', word: 'waiting' },
  failed: { fill: 'bg-failed-mark', word: 'failed' },
  underway: { fill: 'bg-running-mark', word: 'under way' },
};

type BalanceBarProps = {
  read: number;
  written: number;
  unchanged: number;
  waiting: number;
  failed: number;
  /** The run is over: a difference is then reported, not called under way. */
  finished: boolean;
  /** Every record has one result at each destination it went to: more results than records is then no mistake. */
  severalDestinations?: boolean;
  /** Where the records behind a part are shown. Every number is a door. */
  hrefFor?: (part: BalancePart) => string | undefined;
};

/** The account of a run: read = written + unchanged + waiting + failed, as one bar and one line of text. */
export function BalanceBar({
  read,
  written,
  unchanged,
  waiting,
  failed,
  finished,
  severalDestinations = false,
  hrefFor,
}: BalanceBarProps) {
  const missing = read - written - unchanged - waiting - failed;
  const fannedOut = severalDestinations && missing < 0;
  const underway = finished ? 0 : Math.max(0, missing);
  const parts: [BalancePart, number][] = [
    ['written', written],
    ['unchanged', unchanged],
    ['waiting', waiting],
    ['failed', failed],
    ['underway', underway],
  ];
  const shown = parts.filter(([, count]) => count > 0);
  return (
    <div className="min-w-0">
      <div aria-hidden="true" className="flex h-1.5 gap-0.5 overflow-hidden rounded-full bg-pressed">
        {shown.map(([part, count]) => (
          <span key={part} className={joinClasses('min-w-1', looks[part].fill)} style={{ flexGrow: count }} />
        ))}
        {/* What is not accounted for stays empty, so that the bar does not look whole. */}
        {finished && missing > 0 && <span style={{ flexGrow: missing }} />}
      </div>
      <p className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1">
        <span>
          <b className="font-semibold">{formatCount(read)}</b> read{fannedOut && ', to several destinations'}
        </span>
        <span className="text-ink-3">
          {shown.length ? '=' : finished ? 'Nothing to write' : 'Nothing yet'}
        </span>
        {shown.map(([part, count]) => (
          <BalanceCount key={part} part={part} count={count} href={hrefFor?.(part)} />
        ))}
        {finished && missing !== 0 && !fannedOut && (
          <span className="font-medium text-failed">
            {formatCount(Math.abs(missing))} {missing > 0 ? 'not accounted for' : 'counted twice'}
          </span>
        )}
      </p>
    </div>
  );
}

type BalanceCountProps = { part: BalancePart; count: number; href: string | undefined };

function BalanceCount({ part, count, href }: BalanceCountProps) {
  const words = (
    <>
      <b className="font-semibold text-ink">{formatCount(count)}</b> {looks[part].word}
    </>
  );
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden="true" className={joinClasses('size-2 rounded-xs', looks[part].fill)} />
      {href ? (
        <TextLink href={href}>
          <span className="font-normal text-ink">{words}</span>
        </TextLink>
      ) : (
        <span>{words}</span>
      )}
    </span>
  );
}

import type { RecordHop } from '@syncline/model';
import { formatFullMoment, formatMoment, formatTime } from '../../parts/format.ts';
import { Icon } from '../../parts/Icon.tsx';
import { statusGlyphs, statusText } from '../../parts/Status.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { FieldChanges } from '../../records/FieldChanges.tsx';
import { hopWords } from './hopWords.ts';

/** One thing that happened: where, what came of it, why, which values, in which run. */
export function Hop({ hop, last }: { hop: RecordHop; last: boolean }) {
  const { kind, words } = hopWords(hop.outcome, hop.nodeTitle);
  const today = new Date(hop.at).toDateString() === new Date().toDateString();
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 pb-3 last:pb-0">
      <span className="flex flex-col items-center">
        <Icon of={statusGlyphs[kind]} size="sm" className={`mt-[3px] ${statusText[kind]}`} />
        {!last && <span aria-hidden="true" className="mt-1 -mb-2 w-px flex-1 bg-line-strong" />}
      </span>
      <div className="min-w-0">
        <p className="flex items-baseline gap-3">
          <span className="min-w-0 flex-1 font-medium">{words}</span>
          <time
            dateTime={hop.at}
            title={formatFullMoment(hop.at)}
            className="text-xs whitespace-nowrap text-ink-3 tabular-nums"
          >
            {today ? formatTime(hop.at) : formatMoment(hop.at)}
          </time>
        </p>
        <p className="text-xs text-ink-2 wrap-anywhere">
          {hop.detail && `${hop.detail}. `}
          <TextLink inline small href={`/runs/${hop.runId}`}>
            Run {hop.runId}
          </TextLink>
        </p>
        {hop.changes.length > 0 && (
          <div className="pt-1.5">
            <FieldChanges changes={hop.changes} limit={hop.outcome === 'created' ? 4 : 12} />
          </div>
        )}
      </div>
    </li>
  );
}

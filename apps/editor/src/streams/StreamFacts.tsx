import type { Stream } from '@syncline/model';
import { Moment, RelativeTime } from '../parts/Figures.tsx';
import { countOf, formatBytes } from '../parts/format.ts';
import { type KeyValue, KeyValueList } from '../parts/KeyValueList.tsx';
import { TextLink } from '../parts/TextLink.tsx';
import { sweepWords } from './streamWords.ts';

/** The figures of a source. What is not known is left out. */
export function StreamFacts({ stream }: { stream: Stream }) {
  const { capturedSince, inSyncSince, sweep, nextSweepAt, lagBytes, waitingEvents, cursor } = stream;
  const facts: (KeyValue | null | false)[] = [
    capturedSince !== null && { key: 'Changes taken since', value: <Moment at={capturedSince} /> },
    inSyncSince !== null && { key: 'In sync since', value: <Moment at={inSyncSince} /> },
    sweep && {
      key: 'Last check',
      value: (
        <>
          <Moment at={sweep.at} />: {sweepWords(sweep)}.{' '}
          <TextLink inline href={`/runs/${sweep.runId}`}>
            Run {sweep.runId}
          </TextLink>
        </>
      ),
    },
    nextSweepAt !== null && { key: 'Next check', value: <RelativeTime at={nextSweepAt} /> },
    lagBytes !== null && {
      key: 'Kept by the source',
      value: `${formatBytes(lagBytes)} of log not confirmed yet`,
    },
    stream.role !== 'schedule' && {
      key: 'Waiting',
      value: waitingEvents === 0 ? 'nothing' : countOf(waitingEvents, 'event'),
    },
    cursor && {
      key: 'Cursor',
      value: (
        <>
          <span className="font-mono wrap-anywhere">{cursorText(cursor.value)}</span>{' '}
          <span className="text-ink-3">
            <Moment at={cursor.updatedAt} />
            {cursor.updatedBy && `, set by ${cursor.updatedBy}`}
          </span>
        </>
      ),
    },
  ];
  const known = facts.filter((fact): fact is KeyValue => Boolean(fact));
  if (known.length === 0)
    return <p className="text-xs text-ink-3">It keeps no cursor: every run reads everything there is.</p>;
  return <KeyValueList entries={known} />;
}

const cursorText = (value: unknown) =>
  value === null || value === undefined
    ? 'from the beginning'
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);

import type { Stream } from '@syncline/model';
import { countOf, formatCount, formatMoment, formatShare, formatTime } from '../parts/format.ts';
import type { StatusKind } from '../parts/Status.tsx';

export interface StreamWords {
  kind: StatusKind;
  /** For a bar with little room: "Loading 42 %". */
  short: string;
  /** The whole sentence. */
  words: string;
}

/** How a source stands, in one line: what is loaded, since when changes are taken, and how far it is proven equal. */
export function streamWords(stream: Stream): StreamWords {
  const { problem, backfill, state } = stream;
  if (problem) return { kind: 'failed', short: 'A source has a problem', words: problem.title };
  if (backfill?.state === 'running' || backfill?.state === 'paused') return loadingWords(stream, backfill);
  if (backfill?.state === 'failed')
    return { kind: 'failed', short: 'Loading stopped', words: `Loading what exists stopped${since(stream)}` };
  switch (state) {
    case 'failing':
      return { kind: 'failed', short: 'A source has a problem', words: 'It takes no changes at the moment' };
    case 'starting':
      return { kind: 'running', short: 'Setting up', words: 'Being set up to take changes' };
    case 'capturing':
      return {
        kind: 'running',
        short: 'Takes changes',
        words: `Takes changes${since(stream)}${verified(stream)}`,
      };
    case 'loading':
      return { kind: 'running', short: 'Loading', words: `Loading what exists${since(stream)}` };
    case 'in-sync':
      return { kind: 'success', short: 'In sync', words: `In sync${verified(stream)}` };
    case null:
      return withoutCapture(stream);
  }
}

function loadingWords(
  stream: Stream,
  { state, progress, read }: NonNullable<Stream['backfill']>,
): StreamWords {
  const far = progress === null ? `${formatCount(read)} so far` : formatShare(progress);
  return state === 'paused'
    ? {
        kind: 'paused',
        short: 'Loading paused',
        words: `Loading what exists paused at ${far}${since(stream)}`,
      }
    : { kind: 'running', short: `Loading ${far}`, words: `Loading what exists: ${far}${since(stream)}` };
}

function withoutCapture({ role, sweep, verifiedThrough, cursor, ...rest }: Stream): StreamWords {
  if (role === 'trigger') {
    const kept = rest.waitingEvents > 0 ? `, ${formatCount(rest.waitingEvents)} wait` : '';
    return { kind: 'success', short: 'Listens', words: `Listens${kept}` };
  }
  if (verifiedThrough !== null && sweep !== null)
    return {
      kind: 'success',
      short: 'Verified',
      words: `Read by its schedule${verified({ sweep, verifiedThrough })}`,
    };
  return cursor === null
    ? { kind: 'success', short: 'By schedule', words: 'Read by its schedule' }
    : {
        kind: 'success',
        short: 'By schedule',
        words: `Read by its schedule, last at ${moment(cursor.updatedAt)}`,
      };
}

const since = ({ capturedSince }: Stream) =>
  capturedSince === null ? '' : `, live since ${moment(capturedSince)}`;

function verified({ verifiedThrough, sweep }: Pick<Stream, 'verifiedThrough' | 'sweep'>): string {
  const failed = sweep === null || sweep.failed === 0 ? null : countOf(sweep.failed, 'record');
  if (verifiedThrough === null)
    return sweep === null || failed === null
      ? ''
      : `, ${failed} could not be compared at ${moment(sweep.at)}`;
  const but = failed === null ? '' : ` but for ${failed}`;
  const result =
    sweep === null
      ? ''
      : `, ${formatCount(sweep.repaired + (sweep.missing ?? 0))} of ${formatCount(sweep.checked)} differed`;
  return `, verified through ${moment(verifiedThrough)}${but}${result}`;
}

/** What the last check came to, what it could not do first. */
export function sweepWords({ checked, repaired, missing, failed }: NonNullable<Stream['sweep']>): string {
  const left = failed === 0 ? '' : `${countOf(failed, 'record')} could not be compared. `;
  const gone =
    missing === null
      ? 'not looked for what is gone at the source'
      : `${formatCount(missing)} gone at the source`;
  return `${left}${formatCount(checked)} compared, ${formatCount(repaired)} put right, ${gone}`;
}

/** The clock alone for what was today. */
function moment(at: string): string {
  const today = new Date(at).toDateString() === new Date().toDateString();
  return today ? formatTime(at).slice(0, 5) : formatMoment(at);
}

const rank: Record<StatusKind, number> = {
  failed: 0,
  warning: 1,
  paused: 2,
  running: 3,
  waiting: 4,
  success: 5,
  skipped: 6,
};

/** The source that needs a look first. */
export function worstOf(streams: readonly Stream[]): StreamWords | null {
  const words = streams.map(streamWords).sort((a, b) => rank[a.kind] - rank[b.kind]);
  return words[0] ?? null;
}

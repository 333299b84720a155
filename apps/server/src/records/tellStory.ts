import { describeError, errorTable, type RecordHop, type RecordPlace } from '@syncline/model';
import type { StoryParts } from '@syncline/store';
import { fieldChanges } from '../approvals/fieldChanges.ts';

const mostHops = 200;

/**
 * What happened to a record, newest first: what was written with the values before and after, what was left out, what
 * failed, where it waited.
 *
 * @param titles node name -> title, of the published version.
 */
export function tellStory(
  place: RecordPlace,
  parts: StoryParts,
  titles: Readonly<Record<string, string>>,
): RecordHop[] {
  const hop = (at: Date, more: Omit<RecordHop, 'at' | 'flowId' | 'nodeTitle'>): RecordHop => ({
    at: at.toISOString(),
    flowId: place.flowId,
    nodeTitle: titles[more.node] ?? more.node,
    ...more,
  });
  const hops = [
    ...parts.changes.map(({ at, runId, outcome, record }, index) => {
      const earlier = parts.changes[index + 1];
      return hop(at, {
        node: place.node,
        runId,
        outcome,
        code: null,
        detail: null,
        changes: fieldChanges(earlier?.record ?? null, record),
      });
    }),
    ...eventsWithoutLetter(parts).map(({ at, runId, node, outcome, code, detail }) =>
      hop(at, { node, runId, outcome, code, detail: inWords(code, detail), changes: [] }),
    ),
    ...parts.letters.map(({ at, runId, node, outcome, code, field, message, ...letter }) =>
      hop(at, {
        node,
        runId,
        outcome,
        code,
        detail: `${inWords(code, field === null ? message : `${field}: ${message}`)}${ending(letter)}`,
        changes: [],
      }),
    ),
    ...parts.parked.map(({ at, runId, state, decidedBy, note }) =>
      hop(at, {
        node: place.node,
        runId,
        outcome: state === 'rejected' || state === 'superseded' ? state : 'parked',
        code: null,
        detail: waitingWords(state, decidedBy, note),
        changes: [],
      }),
    ),
  ];
  return [...hops, ...lastKnown(place, hops, titles)]
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    .slice(0, mostHops);
}

/** A record that was given up has an event and a letter; the letter says more. */
function eventsWithoutLetter({ events, letters, parked }: StoryParts): StoryParts['events'] {
  return events.filter(
    ({ runId, node, code, outcome }) =>
      // The list of what waits tells of the same, with what became of it.
      !(outcome === 'parked' && parked.some((one) => one.runId === runId)) &&
      !letters.some((letter) => letter.runId === runId && letter.node === node && letter.code === code),
  );
}

/** Records that came with a first load have nothing but their ledger row: when, and in which run. */
function lastKnown(
  place: RecordPlace,
  hops: readonly RecordHop[],
  titles: Readonly<Record<string, string>>,
): RecordHop[] {
  const { at, runId, outcome, flowId, node } = place;
  if (at === null || runId === null || outcome === null || hops.some((one) => one.runId === runId)) return [];
  const detail =
    'It came in a first load, which keeps no values of single records. They show from its next change on';
  return [
    {
      at,
      flowId,
      node,
      nodeTitle: titles[node] ?? place.nodeTitle,
      runId,
      outcome,
      code: null,
      detail: outcome === 'created' ? detail : null,
      changes: [],
    },
  ];
}

function inWords(code: string, detail: string | null): string | null {
  // An outcome is no error: its name stands beside, and the table of errors would call it a defect of ours.
  if (!Object.hasOwn(errorTable, code)) return detail === '' ? null : detail;
  const { title } = describeError(code);
  return detail === null || detail === '' || detail === title ? title : `${title}: ${detail}`;
}

function ending({
  state,
  closedBy,
  ignoredReason,
}: Pick<StoryParts['letters'][number], 'state' | 'closedBy' | 'ignoredReason'>): string {
  switch (state) {
    case 'open':
      return '';
    case 'replaying':
      return ' (a replay has it in hand)';
    case 'replayed':
      return ' (replayed since)';
    case 'superseded':
      return ' (something newer came since)';
    case 'ignored':
      return ` (ignored${closedBy === null ? '' : ` by ${closedBy}`}${ignoredReason === null ? '' : `: ${ignoredReason}`})`;
  }
}

function waitingWords(state: string, decidedBy: string | null, note: string | null): string {
  const by = decidedBy === null ? '' : ` by ${decidedBy}`;
  const why = note === null || note === '' ? '' : `: ${note}`;
  switch (state) {
    case 'waiting':
      return 'It waits';
    case 'approved':
      return `Approved${by}${why}`;
    case 'released':
      return decidedBy === null ? 'It waited and went on' : `Approved${by}, and it went on${why}`;
    case 'rejected':
      return `Rejected${by}${why}`;
    case 'superseded':
      return 'A newer state of the record took its place';
    default:
      return 'Nobody decided in time';
  }
}

import { type MatchOutcome, SyncError, type Value, type WriteRecord } from '@syncline/model';
import { valueAt } from '../json/valuePath.ts';
import { type BatchTime, startBatchTime } from './batchTime.ts';
import type { Judgement } from './judgeAnswer.ts';
import { call, type Sending, type Timed, waitedInVain } from './sendBatch.ts';
import type { SendUnit } from './sendUnit.ts';
import { fieldsOf, fillPath } from './template.ts';

/** After so many failures of the server in a row the rest of the batch is spared it. */
const patience = 5;
/** So many searches with one and the same hit are no coincidence. */
const suspicious = 3;

const failure = (code: string, message: string): MatchOutcome => ({ status: 'retry', code, message });
const leftOut = failure('destination.server', 'not searched for after several failures in a row');
const notBegun: MatchOutcome = {
  status: 'retry',
  code: 'destination.unreachable',
  message: 'it was not searched for',
  notBegun: true,
};

interface Progress {
  /** Why nothing more is searched for. */
  stopped: { outcome: MatchOutcome; error: SyncError | null } | null;
  failuresInARow: number;
}

interface Search {
  record: WriteRecord;
  place: number;
  path: string;
}

/**
 * Searches the API for records it may have already. Only a list without a hit, 404, 410 or 204 says that a record is not
 * there: everything else that is no list of hits is a failure, or each of these records would be doubled.
 *
 * @throws SyncError when an answer concerns all records alike and nothing is known of any.
 */
export async function findMatches(
  sending: Sending,
  records: readonly WriteRecord[],
  time: BatchTime = startBatchTime(),
): Promise<MatchOutcome[]> {
  const { config, context } = sending;
  context.signal.throwIfAborted();
  const outcomes: (MatchOutcome | undefined)[] = new Array(records.length).fill(undefined);
  const queue = planSearches(records, config.matchPath ?? '', outcomes);
  const searches = [...queue];
  const timed: Timed = { ...searching(sending), time };
  const progress: Progress = { stopped: null, failuresInARow: 0 };
  const work = async () => {
    while (progress.stopped === null && !context.signal.aborted && !time.isOver()) {
      const search = queue.shift();
      if (search === undefined) return;
      const judged = await call(timed, unitOf(search, sending));
      if (judged.kind === 'stop') {
        const anyKnown = outcomes.some((outcome) => outcome !== undefined);
        if (anyKnown && waitedInVain(judged, time)) return;
        progress.stopped ??= { outcome: failureOf(judged), error: judged.error };
        return;
      }
      outcomes[search.place] = outcomeOf(judged, sending);
      progress.failuresInARow = judged.kind === 'open' ? progress.failuresInARow + 1 : 0;
      if (progress.failuresInARow >= patience) progress.stopped ??= { outcome: leftOut, error: null };
    }
  };
  await Promise.all(Array.from({ length: config.concurrency }, work));
  const { stopped } = progress;
  if (stopped?.error && outcomes.every((outcome) => outcome === undefined)) throw stopped.error;
  refuseOneForAll(searches, outcomes, sending);
  const otherwise = stopped?.outcome ?? notBegun;
  return outcomes.map((outcome) => outcome ?? otherwise);
}

/** A record without a value to search by ends here: an empty search could find anybody. */
function planSearches(
  records: readonly WriteRecord[],
  template: string,
  outcomes: (MatchOutcome | undefined)[],
): Search[] {
  const searches: Search[] = [];
  const planned = new Set<string>();
  for (const [place, record] of records.entries()) {
    const { key, record: values } = record;
    const empty = fieldsOf(template).find((field) =>
      isEmpty(field === '$key' ? key : valueAt(values, field)),
    );
    const path =
      empty === undefined
        ? fillPath(template, { record: values, key, remoteId: null })
        : { ok: false as const, field: empty, message: `${empty} is empty, and it is searched for by it.` };
    if (!path.ok) {
      const { field, message } = path;
      outcomes[place] = { status: 'reject', code: 'destination.rejected', message, fields: [field] };
    } else if (planned.has(path.text)) {
      // Both would find nothing, and both be made.
      outcomes[place] = failure('destination.duplicate', 'another record is searched for by the same value');
    } else {
      planned.add(path.text);
      searches.push({ record, place, path: path.text });
    }
  }
  return searches;
}

function isEmpty(value: Value | undefined): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'object' ? Object.keys(value).length === 0 : String(value).trim() === '';
}

function unitOf({ record, place, path }: Search, { config }: Sending): SendUnit {
  return {
    places: [place],
    records: [record],
    method: 'GET',
    path,
    headers: { accept: 'application/json', ...config.headers },
    body: undefined,
    namesRecord: true,
    isSearch: true,
  };
}

/** A search changes nothing, so none is ever in doubt; what a good answer to a write holds says nothing of it. */
function searching(sending: Sending): Sending {
  const { config } = sending;
  const plain = { ...config, method: 'POST', idempotency: 'none', whenLost: 'at-least-once' } as const;
  return { ...sending, config: { ...plain, match: 'none', okPath: undefined } };
}

function outcomeOf(judged: Exclude<Judgement, { kind: 'stop' }>, sending: Sending): MatchOutcome {
  switch (judged.kind) {
    case 'refused':
      return [404, 410].includes(judged.status) ? { found: 'none' } : judged.outcome;
    case 'open':
      return failureOf(judged);
    case 'good':
      return readHits(judged, sending);
  }
}

function readHits(
  { status, body }: Extract<Judgement, { kind: 'good' }>,
  { config, connection }: Sending,
): MatchOutcome {
  const { host } = new URL(connection.baseUrl);
  const { matchItems, matchId = '' } = config;
  if (status === 204) return { found: 'none' };
  if (status === 206 || status === 207)
    return failure('destination.bad-answer', `${host} answered ${status}: only a part of the hits`);
  const place = matchItems === '' ? 'the answer itself' : `"${matchItems}"`;
  const hits = valueAt(body, matchItems);
  // Go servers write an empty list as null.
  if (hits === null) return { found: 'none' };
  if (!Array.isArray(hits)) {
    const names = typeof body === 'object' && body !== null && !Array.isArray(body) ? Object.keys(body) : [];
    const hint = names.length > 0 ? `; the answer has the fields ${names.slice(0, 10).join(', ')}` : '';
    return failure('destination.bad-answer', `there is no list of hits at ${place}${hint}`);
  }
  const ids = hits.map((hit) => valueAt(hit, matchId));
  const known = ids.filter((id) => typeof id === 'number' || (typeof id === 'string' && id !== ''));
  if (known.length < ids.length)
    return failure('destination.bad-answer', `a hit of ${host} has no id at "${matchId}"`);
  const [id, ...others] = new Set(known.map(String));
  if (id === undefined) return { found: 'none' };
  return others.length === 0
    ? { found: 'one', remoteId: id }
    : { found: 'several', count: others.length + 1 };
}

/** An API that does not know the parameter of the search gives all it has: of a single record, each time that. */
function refuseOneForAll(
  searches: readonly Search[],
  outcomes: readonly (MatchOutcome | undefined)[],
  { config, connection }: Sending,
): void {
  const ids = searches.flatMap(({ place }) => {
    const outcome = outcomes[place];
    return outcome !== undefined && 'found' in outcome && outcome.found === 'one' ? [outcome.remoteId] : [];
  });
  if (ids.length < suspicious || new Set(ids).size > 1) return;
  const { host } = new URL(connection.baseUrl);
  const message = `${host} found the same record for ${ids.length} different ones. Does it know the parameter of ${config.matchPath}?`;
  throw new SyncError('pause', 'destination.bad-answer', message, { pause: 'config', path: 'matchPath' });
}

function failureOf({ outcome }: Extract<Judgement, { kind: 'open' | 'stop' }>): MatchOutcome {
  if (outcome.status === 'retry' || outcome.status === 'reject') return outcome;
  return failure(
    'destination.bad-answer',
    'message' in outcome ? outcome.message : 'no answer to the search',
  );
}

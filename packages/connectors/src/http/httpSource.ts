import {
  keyText,
  type ReadPage,
  type ReadRequest,
  type RecordSchema,
  type Source,
  SyncError,
  type Value,
} from '@syncline/model';
import { inferSchema } from '../json/inferSchema.ts';
import { valueAt } from '../json/valuePath.ts';
import { canFetch, fetchItems, keysAtOnce } from './fetchItems.ts';
import {
  endPlace,
  isEnd,
  isStart,
  type PagePlace,
  pageAddress,
  placeAfter,
  readPlace,
  startPlace,
} from './pagePlace.ts';
import { listIn, readItem } from './readChanges.ts';
import { ask, beginReading, type Reading } from './reading.ts';
import type { ScheduleConfig } from './scheduleNode.ts';
import { windowEnd } from './sinceTime.ts';
import { readSourceAnswer } from './sourceAnswer.ts';

/** Reads the list of any JSON API. */
export const httpSource: Source = {
  async openWindow(context, config, low) {
    const reading = beginReading(context, config, null);
    if (reading.config.mode === 'full') return null;
    // Every answer has a Date, whatever its status, so a HEAD that an API does not take serves as well.
    const answer = await ask(reading, reading.list, 'HEAD');
    const { high, ownClock } = windowEnd(answer.headers, context.now(), reading.config.settleSeconds * 1000);
    if (ownClock)
      context.log('warn', `${reading.list.host} sends no Date; the window ends by Syncline's clock`);
    return { low, high };
  },

  async *read(context, request) {
    const reading = beginReading(context, request.config, lowOf(request));
    const first = readPlace(request.token);
    try {
      yield* readFrom(reading, first, request);
    } catch (thrown) {
      if (!(thrown instanceof StaleToken)) throw thrown;
      context.log('warn', 'the mark of the page is no longer taken; reading begins anew');
      yield* readFrom(reading, startPlace, request);
    }
  },

  fetch: fetchItems,

  fetches: canFetch,
  fetchesAtOnce: keysAtOnce,

  async describe(context, config): Promise<RecordSchema> {
    const reading = beginReading(context, config, null);
    const url = pageAddress(reading.list, reading.config.pagination, startPlace);
    const answer = await ask(reading, url, reading.config.method);
    const body = readSourceAnswer(answer, reading.connection, context.now());
    const items = listIn(body, reading.config.records).slice(0, 100);
    const records = items.filter((item) => typeof item === 'object' && item !== null && !Array.isArray(item));
    // The filter leaves objects only; TypeScript does not see that through the union.
    return inferSchema(records as Record<string, Value>[], reading.config.key);
  },
};

/** A resumed read whose first page is refused: its mark is unknown to the server, and nothing was handed out yet. */
class StaleToken extends Error {
  override name = 'StaleToken';
}

function lowOf(request: ReadRequest): string | null {
  const low = request.window?.low;
  return typeof low === 'string' ? low : null;
}

async function* readFrom(reading: Reading, first: PagePlace, request: ReadRequest): AsyncGenerator<ReadPage> {
  const { context, config, connection } = reading;
  const seen = new Set<string>();
  let place = first;
  let before = '';
  for (let page = 1; !isEnd(place); page += 1) {
    context.signal.throwIfAborted();
    seen.add(JSON.stringify(place));
    const answer = await ask(reading, pageAddress(reading.list, config.pagination, place), config.method);
    if (page === 1 && !isStart(place) && [400, 404, 410].includes(answer.status)) {
      throw new StaleToken(`the mark was answered with ${answer.status}`);
    }
    if (page > 1 && config.pagination.kind === 'page' && answer.status === 404) {
      // Django and others answer 404 behind the last page.
      yield { changes: [], rejected: [], token: endPlace, bytes: 0, progress: 1 };
      return;
    }
    const body = readSourceAnswer(answer, connection, context.now());
    const items = listIn(body, config.records);
    const secretParam = connection.auth === 'query' ? connection.name : undefined;
    const next = placeAfter(config.pagination, place, { answer, body, count: items.length }, secretParam);
    const fingerprint = fingerprintOf(items, config);
    if (seen.has(JSON.stringify(next)) || (fingerprint !== '' && fingerprint === before)) {
      throw new SyncError(
        'pause',
        'source.bad-answer',
        `page ${page} of ${reading.list.host} is the same as one before; check the page settings of the step`,
        { pause: 'config', path: 'pagination' },
      );
    }
    yield* cutIntoPages(items, { place, next, page }, reading, request, answer.body.length);
    before = fingerprint;
    place = next;
  }
}

/**
 * An answer larger than the engine wants at once. All parts but the last carry the token of this very answer: reading
 * it again is safe, while counting records into a list that may have changed is not.
 */
function* cutIntoPages(
  items: Value[],
  at: { place: PagePlace; next: PagePlace; page: number },
  reading: Reading,
  request: ReadRequest,
  bytes: number,
): Generator<ReadPage> {
  const each = Math.max(1, Math.ceil(bytes / Math.max(1, items.length)));
  const size = Math.max(1, Math.min(request.pageRecords, Math.floor(request.pageBytes / each)));
  const receivedTs = reading.context.now().toISOString();
  for (let from = 0; from === 0 || from < items.length; from += size) {
    const part = items.slice(from, from + size);
    const last = from + size >= items.length;
    const page: ReadPage = {
      changes: [],
      rejected: [],
      token: last ? at.next : at.place,
      bytes: each * part.length,
    };
    for (const [index, item] of part.entries()) {
      const read = readItem(item, `page ${at.page}, item ${from + index + 1}`, reading.config, receivedTs);
      if (read.ok) page.changes.push(read.change);
      else page.rejected.push(read.rejected);
    }
    yield page;
  }
}

/** Which records a page holds, to notice a server that ignores the page parameter. */
function fingerprintOf(items: Value[], config: ScheduleConfig): string {
  if (config.pagination.kind !== 'offset' && config.pagination.kind !== 'page') return '';
  return items
    .map((item) => keyText(config.key.map((path) => valueAt(item, path))) ?? JSON.stringify(item))
    .join('\n');
}

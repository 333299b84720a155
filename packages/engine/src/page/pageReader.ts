import { type ReadPage, type ReadWindow, type Source, SyncError, type Token } from '@syncline/model';
import { callPatiently } from '../run/callPatiently.ts';
import type { RunWork } from '../run/runWork.ts';
import type { ResumedRecord } from './resumed.ts';

/** A page of a source, or of failed records that are run once more. */
export interface SourcePage extends ReadPage {
  resumed?: readonly ResumedRecord[];
}

/** What pages are read from. */
export interface PageSource {
  read(...request: Parameters<Source['read']>): AsyncIterable<SourcePage>;
}

export interface PageReader {
  /** The next page; null after the last. @throws RunStop when the source can't be read now. */
  next(): Promise<SourcePage | null>;
  /** The oldest page handed out is settled: there is room for another. */
  settled(): void;
  /** A page could not be settled: nobody is to wait for the next one. */
  fail(thrown: unknown): void;
  close(): void;
}

/**
 * Reads ahead of the delivery, but never more than `pagesAhead` pages or as many times `pageBytes` before what is
 * settled: the only buffer there is, so memory does not grow with the data.
 */
export function createPageReader(work: RunWork, source: PageSource, window: ReadWindow | null): PageReader {
  const { options, run } = work;
  const pages: SourcePage[] = [];
  const weights: number[] = [];
  let outstanding = 0;
  let end: { failure: unknown } | null | undefined;
  let closed = false;
  let news = Promise.withResolvers<void>();
  const iteration = readFrom(work, source, window, run.token);

  const tell = () => {
    news.resolve();
    news = Promise.withResolvers<void>();
  };

  const pump = async () => {
    try {
      for (;;) {
        while (outstanding >= options.pagesAhead && !closed && end === undefined) await news.promise;
        if (closed || end !== undefined) return;
        const page = await iteration.next();
        if (page === null) break;
        const weight = Math.min(options.pagesAhead, Math.max(1, Math.ceil(page.bytes / options.pageBytes)));
        weights.push(weight);
        outstanding += weight;
        pages.push(page);
        tell();
      }
      end ??= null;
    } catch (thrown) {
      end ??= { failure: thrown };
    }
    tell();
  };
  void pump();

  return {
    next: async () => {
      for (;;) {
        const page = pages.shift();
        if (page !== undefined) return page;
        if (end === null) return null;
        if (end !== undefined) throw end.failure;
        await news.promise;
      }
    },
    settled: () => {
      outstanding -= weights.shift() ?? 0;
      tell();
    },
    fail: (thrown) => {
      pages.length = 0;
      end = { failure: thrown };
      tell();
    },
    close: () => {
      closed = true;
      pages.length = 0;
      iteration.close();
      tell();
    },
  };
}

/** Pages of a source, opened again after the last page that came when reading fails. */
function readFrom(work: RunWork, source: PageSource, window: ReadWindow | null, from: Token | null) {
  const { options, run, ready } = work;
  const step = ready.step(run.feeder);
  let token = from;
  let open: { pages: AsyncIterator<SourcePage>; stop: AbortController } | null = null;
  // Only the page the run was resumed at has tries behind it.
  let { tries } = work;

  const read = async (signal: AbortSignal): Promise<SourcePage | null> => {
    open ??= openAt(token);
    const { pages, stop } = open;
    const onAbort = () => stop.abort(signal.reason);
    signal.addEventListener('abort', onAbort);
    try {
      const { value, done } = await pages.next();
      return done === true ? null : value;
    } catch (thrown) {
      open = null;
      throw thrown;
    } finally {
      signal.removeEventListener('abort', onAbort);
      if (signal.aborted) open = null;
    }
  };

  const openAt = (at: Token | null) => {
    const stop = new AbortController();
    const { pageRecords, pageBytes } = options;
    const request = { config: step.config, window, token: at, pageRecords, pageBytes };
    return { pages: source.read(work.contextOf(step, stop.signal), request)[Symbol.asyncIterator](), stop };
  };

  return {
    next: async (): Promise<SourcePage | null> => {
      const fromMs = work.elapsed();
      const limitMs = options.readMs;
      const page = await callPatiently(work, { node: step.node, side: 'source', limitMs, tries, call: read });
      work.timeline.add(step.node, 'work', fromMs, work.elapsed());
      tries = 0;
      if (page !== null) token = page.token;
      return page;
    },
    close: () => {
      open?.stop.abort(new SyncError('retry', 'source.unreachable', 'reading was stopped'));
      // A generator that is in the middle of something ends when that does; nobody waits for it.
      void open?.pages.return?.(undefined)?.catch(() => undefined);
      open = null;
    },
  };
}

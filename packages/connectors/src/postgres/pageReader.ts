import {
  type ConnectorContext,
  type ReadPage,
  type ReadRequest,
  type RejectedInput,
  SyncError,
} from '@syncline/model';
import type { ClientBase } from 'pg';
import * as z from 'zod';
import { changeOf } from './changes.ts';
import { keylessStatement, type PagePlan, pageStatement, type ReadTarget, readOnly } from './readPlan.ts';
import { type BuildRecord, makeBuilder, type RawRow, rawText } from './rowBuilder.ts';
import { atSource } from './session.ts';

/** Where a read goes on: after this row, in this order. The order is fixed when a read begins, whatever happens to
 * indexes meanwhile. */
export const placeSchema = z.object({
  order: z.array(z.string()),
  after: z.array(z.string()),
  read: z.number(),
});
export type Place = z.infer<typeof placeSchema>;

export interface FetchedRows {
  rows: RawRow[];
  sizes: number[];
  receivedTs: string;
  /** Where these rows began and ended. */
  from: Place;
  place: Place;
  more: boolean;
}

/** Rows asked for at first, until their size is known: a page of 1,000 rows of 1 MB each would end the process. */
const firstFetch = 100;
const listedKeyless = 100;

/** Reads one target page by page, each page with a statement of its own: no transaction stays open in between. */
export class PageReader {
  readonly #context: ConnectorContext;
  readonly #request: ReadRequest;
  readonly #target: ReadTarget;
  readonly #plan: PagePlan;
  #build: BuildRecord | null = null;
  #positions: number[] = [];
  /** Average of the rows so far; null = none seen. */
  #rowBytes: number | null = null;

  constructor(context: ConnectorContext, request: ReadRequest, target: ReadTarget, plan: PagePlan) {
    this.#context = context;
    this.#request = request;
    this.#target = target;
    this.#plan = plan;
  }

  async fetchAfter(from: Place): Promise<FetchedRows> {
    const limit = this.#fetchSize();
    const { exact } = this.#plan;
    const after = from.after.length === 0 ? null : from.after;
    // One row more tells whether the last place is shared; a table's own key is never shared.
    const statement = pageStatement(this.#target, this.#plan, after, exact ? limit : limit + 1);
    const found = await this.#query(statement);
    const receivedTs = this.#context.now().toISOString();
    const more = exact ? found.length === limit : found.length > limit;
    const rows = more && !exact ? this.#dropSharedPlace(found) : found;
    const sizes = rows.map(sizeOf);
    if (rows.length > 0) this.#rowBytes = sizes.reduce((sum, size) => sum + size, 0) / rows.length;
    const last = rows.at(-1);
    const place = last ? this.#placeOf(last, from.read + rows.length) : from;
    return { rows, sizes, receivedTs, from, place, more };
  }

  /** Cuts what was fetched to pages of the size asked for. Rows that may share a place stay together. */
  *pagesOf({ rows, sizes, receivedTs, from, more }: FetchedRows): Generator<ReadPage> {
    const build = this.#build;
    if (build === null) return;
    let page: ReadPage = { changes: [], rejected: [], token: from, bytes: 0 };
    let at = -1;
    for (const row of rows) {
      at += 1;
      const read = from.read + at + 1;
      const made = changeOf(this.#target, build, row, receivedTs, read);
      if ('code' in made) page.rejected.push(made);
      else page.changes.push(made);
      page.bytes += sizes[at] ?? 0;
      const isLast = at === rows.length - 1;
      const isFull = this.#plan.exact && page.bytes + (sizes[at + 1] ?? 0) > this.#request.pageBytes;
      if (!isLast && !isFull) continue;
      page.token = this.#placeOf(row, read);
      const progress = this.#progress(read, isLast && !more);
      if (progress !== null) page.progress = progress;
      yield page;
      page = { changes: [], rejected: [], token: page.token, bytes: 0 };
    }
  }

  /** Rows that no page holds, because a part of what orders them is empty. */
  async readKeyless(): Promise<RejectedInput[]> {
    if (this.#plan.exact) return [];
    const rows = await this.#query(keylessStatement(this.#target, this.#plan, listedKeyless + 1));
    const rejected = rows.slice(0, listedKeyless).map((row, at): RejectedInput => {
      const raw = JSON.stringify(this.#build?.(row) ?? {}).slice(0, 8192);
      const message = `A part of the key (${this.#plan.order.join(', ')}) is empty.`;
      return { place: `row without key ${at + 1}`, code: 'source.no-key', message, raw };
    });
    if (rows.length > listedKeyless) {
      const message = `There are more than ${listedKeyless} rows without key; the others are not listed.`;
      rejected.push({ place: 'other rows without key', code: 'source.no-key', message, raw: '' });
    }
    return rejected;
  }

  #fetchSize(): number {
    const { pageRecords, pageBytes } = this.#request;
    if (this.#rowBytes === null) return Math.min(pageRecords, firstFetch);
    return Math.max(1, Math.min(pageRecords, Math.ceil(pageBytes / this.#rowBytes)));
  }

  #query(statement: { text: string; values: string[] }): Promise<RawRow[]> {
    const run = (client: ClientBase) =>
      client.query<RawRow>({ ...statement, rowMode: 'array', types: rawText });
    return atSource(this.#context, async (client) => {
      // Our own statement over a table can't write; a query may call anything.
      const isOurs = this.#target.table !== null;
      const found = isOurs ? await run(client) : await readOnly(client, () => run(client));
      this.#build ??= await makeBuilder(client, found.fields);
      const names = found.fields.map(({ name }) => name);
      this.#positions = this.#plan.order.map((name) => names.indexOf(name));
      return found.rows;
    });
  }

  /** A page must not end between rows that share a place: the ones after it would be skipped. */
  #dropSharedPlace(rows: RawRow[]): RawRow[] {
    const beyond = rows.at(-1);
    let end = rows.length - 1;
    while (end > 0 && this.#positions.every((at) => rows[end - 1]?.[at] === beyond?.[at])) end -= 1;
    if (end > 0) return rows.slice(0, end);
    throw new SyncError(
      'pause',
      'source.query',
      `${rows.length} or more rows share one key (${this.#target.key.join(', ')}). Choose key columns that tell rows apart.`,
      { pause: 'config', path: 'key' },
    );
  }

  #placeOf(row: RawRow, read: number): Place {
    return { order: this.#plan.order, after: this.#positions.map((at) => row[at] ?? ''), read };
  }

  #progress(read: number, done: boolean): number | null {
    if (done) return 1;
    const estimate = this.#target.table?.estimate ?? 0;
    return estimate > 0 && this.#request.window === null ? Math.min(0.99, read / estimate) : null;
  }
}

function sizeOf(row: RawRow): number {
  let bytes = 16 * row.length;
  for (const value of row) if (value !== null) bytes += value.length;
  return bytes;
}

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { LogLine } from '@syncline/model';
import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

/** Lines leave as they are read: a run of millions of lines takes no more memory than one of ten. */
export const downloadRunLogs =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['downloadRunLogs']> =>
  async ({ params, query, response }) => {
    const run = await store.runs.get(params.id);
    response.attachment(`run-${run.id}.ndjson`);
    response.status(200).type('application/x-ndjson').setHeader('Cache-Control', 'no-store');
    await pipeline(Readable.from(toNdjson(store.runs.streamLogs(run.id, query))), response);
    return undefined;
  };

/** One piece of text a page of lines: one write per line would cost more than the lines. */
async function* toNdjson(pages: AsyncIterable<LogLine[]>): AsyncIterable<string> {
  for await (const lines of pages) yield lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

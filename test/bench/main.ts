import { parseArgs } from 'node:util';
import { startDatabase } from '../harness/database.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { benchBatch } from './batch.ts';
import { benchCanvas } from './canvas.ts';
import { benchChangeStream } from './changeStream.ts';
import { benchHistory } from './history.ts';
import { createReport } from './report.ts';
import { benchWebhooks } from './webhooks.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string', default: '100000' },
    /** Folder for processor profiles of the Syncline process. */
    profile: { type: 'string' },
    /** Folder for pictures of the canvas. */
    pictures: { type: 'string' },
  },
});
const parts = positionals.length > 0 ? positionals : ['batch', 'webhooks', 'history'];
const known = new Set(['batch', 'webhooks', 'history', 'canvas', 'change-stream']);
for (const part of parts) {
  if (!known.has(part)) throw new Error(`There is no benchmark "${part}". Use ${[...known].join(', ')}.`);
}

const report = createReport();
using folder = temporaryFolder();
await using database = await startDatabase(folder.path);
report.line(
  `Node ${process.version}, embedded PostgreSQL, ${process.platform} ${process.arch}. Trust the ratios, not the absolutes.`,
);
if (parts.includes('batch'))
  await benchBatch(database, folder.path, Number(values.rows), report, values.profile);
if (parts.includes('webhooks')) await benchWebhooks(database, folder.path, report, values.profile);
if (parts.includes('history')) await benchHistory(database, folder.path, report);
if (parts.includes('canvas')) await benchCanvas(database, folder.path, report, values.pictures);
if (parts.includes('change-stream')) await benchChangeStream(database, folder.path, report, values.profile);
report.print();

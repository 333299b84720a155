import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileConnector } from '@syncline/connectors';
import { describeConnector } from '../conformance/describeConnector.ts';
import { connectorContext, harvest, sourceOf } from '../harness/connectorContext.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';

const folder = temporaryFolder();
const reader = sourceOf(fileConnector, 'file.schedule');
const written = [
  { file: 'out/people.csv', format: 'csv' },
  { file: 'out/people.ndjson', format: 'ndjson' },
];

/** What a file holds, read back by the connector itself. */
async function readBack(config: { file: string; format: string }) {
  if (!existsSync(join(folder.path, config.file))) return [];
  const context = connectorContext({}, { dataFolder: folder.path });
  return (await harvest(reader, context, { ...config, key: ['number'] })).changes.map(({ record }) => record);
}

describeConnector({
  connector: fileConnector,
  secrets: [],
  start: async () => undefined,
  stop: async () => folder[Symbol.dispose](),
  connection: () => ({}),
  contextParts: () => ({ dataFolder: folder.path }),
  source: {
    type: 'file.schedule',
    configs: () => ({
      csv: { file: 'people.csv', key: ['id'] },
      ndjson: { file: 'people.ndjson', format: 'ndjson', key: ['id'] },
    }),
    async seed(count) {
      const ids = Array.from({ length: count }, (_, at) => at + 1);
      const rows = ids.map((id) => `${id};"Person ""${id}""\nof Łódź"\r\n`);
      await writeFile(join(folder.path, 'people.csv'), `id;name\r\n${rows.join('')}`);
      const lines = ids.map((id) => `${JSON.stringify({ id, name: `Person ${id}` })}\n`);
      await writeFile(join(folder.path, 'people.ndjson'), lines.join(''));
    },
  },
  destination: {
    type: 'file.write',
    configs: () => ({ csv: { ...written[0] }, ndjson: { ...written[1] } }),
    async clear() {
      await rm(join(folder.path, 'out'), { recursive: true, force: true });
      await mkdir(join(folder.path, 'out'));
    },
    record: (n) => ({ number: n, email: `n${n}@example.com`, name: `N ${n}` }),
    textField: 'name',
    contents: async () => (await Promise.all(written.map(readBack))).flat(),
  },
});

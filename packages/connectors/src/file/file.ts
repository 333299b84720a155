import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connector, ConnectorContext, StreamSummary } from '@syncline/model';
import { listDataFiles } from './dataPath.ts';
import { fileDestination } from './destination.ts';
import { readNode } from './readNode.ts';
import { fileSource } from './source.ts';
import { writeNode } from './writeNode.ts';

async function listStreams(context: ConnectorContext): Promise<StreamSummary[]> {
  const names = await listDataFiles(context.dataFolder);
  const found = await Promise.all(
    names.map(async (name): Promise<StreamSummary | null> => {
      const file = await stat(join(context.dataFolder, name)).catch(() => null);
      return file === null ? null : { name, label: `${name} (${sizeText(file.size)})`, kind: 'file' };
    }),
  );
  return found.filter((stream) => stream !== null);
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** CSV and line-by-line JSON in the data folder, read from an exact byte on and written with a commit mark. */
export const fileConnector: Connector = {
  system: 'file',
  title: 'Files',
  nodes: [readNode, writeNode],
  sources: { [readNode.type]: fileSource },
  destinations: { [writeNode.type]: fileDestination },
  intakes: {},
  streams: listStreams,
};

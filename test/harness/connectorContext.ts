import type {
  Change,
  Connector,
  ConnectorContext,
  ReadPage,
  RejectedInput,
  Source,
  Token,
} from '@syncline/model';

export interface LoggedLine {
  level: string;
  text: string;
}

/** A context as the engine makes it for one call; `lines` collects what the connector says. */
export function connectorContext(
  connection: Record<string, unknown>,
  parts: Partial<ConnectorContext> = {},
): ConnectorContext & { lines: LoggedLine[] } {
  const lines: LoggedLine[] = [];
  return {
    connection,
    signal: new AbortController().signal,
    now: () => new Date(),
    log: (level, text) => lines.push({ level, text }),
    dataFolder: '/nowhere',
    egressAllow: [],
    ...parts,
    lines,
  };
}

export function sourceOf(connector: Connector, type: string): Source {
  const source = connector.sources[type];
  if (!source) throw new Error(`no source ${type}`);
  return source;
}

export interface Harvest {
  changes: Change[];
  rejected: RejectedInput[];
  pages: ReadPage[];
  token: Token | null;
}

interface Reading {
  token?: Token | null;
  window?: Parameters<Source['read']>[1]['window'];
  pageRecords?: number;
  pageBytes?: number;
  /** Stop after so many pages, as a killed worker does. */
  stopAfter?: number;
}

/** Reads pages the way the engine does, and keeps them. */
export async function harvest(
  source: Source,
  context: ConnectorContext,
  config: Record<string, unknown>,
  reading: Reading = {},
): Promise<Harvest> {
  const {
    token = null,
    window = null,
    pageRecords = 500,
    pageBytes = 1 << 20,
    stopAfter = Infinity,
  } = reading;
  const found: Harvest = { changes: [], rejected: [], pages: [], token };
  for await (const page of source.read(context, { config, window, token, pageRecords, pageBytes })) {
    found.pages.push(page);
    found.changes.push(...page.changes);
    found.rejected.push(...page.rejected);
    found.token = page.token;
    if (found.pages.length >= stopAfter) break;
  }
  return found;
}

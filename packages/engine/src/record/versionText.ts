import { noVersion, type SourceVersion } from '@syncline/model';

/** A source version as the ledger keeps it, with the time Syncline received it: that decides when versions can't. */
export interface HeldVersion {
  version: SourceVersion;
  receivedMs: number;
}

const letters = { pg: 'p', pgxid: 'x', lsn: 'l', seq: 's', ts: 't', etag: 'e', none: 'n' } as const;
const kinds = new Map<string, SourceVersion['kind']>([
  ['p', 'pg'],
  ['x', 'pgxid'],
  ['l', 'lsn'],
  ['s', 'seq'],
  ['t', 'ts'],
  ['e', 'etag'],
  ['n', 'none'],
]);

/**
 * Compact text of a version: kind letter, epoch, granularity and time of receipt in base 36, then the value as it is.
 *
 * @example versionText({ kind: 'seq', epoch: 0, value: '17', granularityMs: 0 }, 35) // 's0.0.z.17'
 */
export function versionText(version: SourceVersion, receivedMs = 0): string {
  if (version === written.version && receivedMs === written.receivedMs) return written.text;
  const { kind, epoch, granularityMs, value } = version;
  const text = `${letters[kind]}${epoch.toString(36)}.${granularityMs.toString(36)}.${receivedMs.toString(36)}.${value}`;
  written = { version, receivedMs, text };
  return text;
}

// Records that state no version share one object, so a page of them has one text: the last one is kept, both ways.
let written: HeldVersion & { text: string } = { version: noVersion, receivedMs: -1, text: '' };

const unreadable: HeldVersion = { version: noVersion, receivedMs: 0 };

let parsed: { text: string; held: HeldVersion } = { text: '', held: unreadable };

/**
 * What `versionText` wrote. Text of another shape is no version at all: then every proposal may replace the record.
 *
 * @example parseVersion('s0.0.z.17').version.value // '17'
 */
export function parseVersion(text: string): HeldVersion {
  if (text === parsed.text) return parsed.held;
  const held = parse(text);
  parsed = { text, held };
  return held;
}

function parse(text: string): HeldVersion {
  const kind = kinds.get(text.charAt(0));
  const first = text.indexOf('.');
  const second = text.indexOf('.', first + 1);
  const third = text.indexOf('.', second + 1);
  if (kind === undefined || first < 0 || second < 0 || third < 0) return unreadable;
  const epoch = Number.parseInt(text.slice(1, first), 36);
  const granularityMs = Number.parseInt(text.slice(first + 1, second), 36);
  const receivedMs = Number.parseInt(text.slice(second + 1, third), 36);
  if (Number.isNaN(epoch) || Number.isNaN(granularityMs) || Number.isNaN(receivedMs)) return unreadable;
  return { version: { kind, epoch, value: text.slice(third + 1), granularityMs }, receivedMs };
}

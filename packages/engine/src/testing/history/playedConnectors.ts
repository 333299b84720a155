import {
  type Change,
  type Destination,
  type Intake,
  noVersion,
  openSchema,
  type Source,
  type WriteOutcome,
} from '@syncline/model';
import type { ConnectorPort } from '../../ports.ts';
import type { Broken } from './broken.ts';
import type { PlayedEvent, PlayedSource, SourceKind } from './playedSource.ts';
import type { Random } from './random.ts';

export interface PlayedConnectors {
  port: ConnectorPort;
  /** What the destination holds. */
  held: Map<string, string>;
}

interface Setting {
  kind: SourceKind;
  source: PlayedSource;
  random: Random;
  broken: Broken;
  pause: () => Promise<void>;
  /** Time of receipt: one history's own clock. */
  now: () => string;
}

/** Rows a page of a read has: small, so that a read is overtaken again and again. */
const pageRows = 2;

export function createPlayedConnectors({
  kind,
  source,
  random,
  broken,
  pause,
  now,
}: Setting): PlayedConnectors {
  const held = new Map<string, string>();
  const markers = new Set<string>();
  let listed = new Set<string>();
  const changeOf = ({ key, content, version }: PlayedEvent, receivedTs: string): Change => ({
    stream: 'rows',
    key,
    op: content === null ? 'delete' : 'upsert',
    version: broken.versions === true ? noVersion : version,
    record: content === null ? {} : { content },
    sourceTs: null,
    receivedTs,
  });
  const versionOfLook = () => (broken.positions === true ? source.position() : source.look());
  const lookAt = (names: readonly string[], receivedTs: string): Change[] => {
    const seen = versionOfLook();
    return names.flatMap((key) => {
      const row = source.rows.get(key);
      return row === undefined
        ? []
        : [changeOf({ key, content: row.content, version: seen ?? row.version }, receivedTs)];
    });
  };

  const reading: Source = {
    openWindow: async () => null,
    describe: async () => openSchema,
    read: async function* (_, request) {
      // A token it gave itself.
      let after = (request.token as string | null) ?? '';
      if (after === '') listed = new Set();
      for (;;) {
        const receivedTs = now();
        const names = [...source.rows.keys()].filter((key) => key > after).sort();
        const page = names.slice(0, pageRows);
        const last = page.at(-1);
        if (last === undefined) return;
        const changes = lookAt(page, receivedTs);
        for (const key of page) listed.add(key);
        after = last;
        await pause();
        yield { changes, rejected: [], token: after, bytes: 1 };
      }
    },
  };
  const asking: Source = {
    ...reading,
    fetch: async (_, __, names) => {
      await pause();
      const isThere = (key: string) => source.rows.has(key) && (broken.unasked !== true || listed.has(key));
      const changes = lookAt(names.filter(isThere), now());
      const absent = names.filter((key) => !isThere(key));
      const look = broken.blindLook === true ? null : versionOfLook();
      await pause();
      return { changes, absent, ...(look !== null && { version: look }) };
    },
  };

  const intake: Intake = {
    verify: () => ({ ok: true }),
    dedupeKey: () => null,
    laneKey: () => null,
    describe: () => openSchema,
    decode: ({ body }, _, { receivedTs }) => {
      // Put into the inbox by the player.
      const event = JSON.parse(new TextDecoder().decode(body)) as PlayedEvent;
      if (kind === 'words')
        return { changes: [], rejected: [], hints: [{ stream: 'rows', key: event.key, receivedTs }] };
      return { changes: [changeOf(event, receivedTs)], rejected: [] };
    },
  };

  const delivery = random(3) === 0 ? 'T' : 'U';
  const destination: Destination = {
    delivery: async () => delivery,
    describe: async () => openSchema,
    write: async (_, { batch, attemptId }) => {
      await pause();
      markers.add(attemptId);
      const outcomes = batch.map(({ key, op, record }): WriteOutcome => {
        const known = held.has(key);
        if (op === 'delete') held.delete(key);
        else held.set(key, String(record.content));
        return { status: 'ok', effect: op === 'delete' ? 'deleted' : known ? 'updated' : 'created' };
      });
      await pause();
      return outcomes;
    },
    recover: async (_, { attemptId }) => (markers.has(attemptId) ? 'applied' : 'absent'),
  };

  const read = broken.refetch === true || broken.versions === true ? reading : asking;
  return {
    held,
    port: {
      source: (type) => (type === 'pretend.schedule' || type === 'pretend.sync' ? read : undefined),
      destination: (type) => (type === 'pretend.upsert' ? destination : undefined),
      intake: (type) => (type === 'pretend.trigger' || type === 'pretend.sync' ? intake : undefined),
      capture: () => undefined,
      environment: { dataFolder: '/nowhere', egressAllow: [] },
    },
  };
}

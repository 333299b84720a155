import type {
  DeadLetterWrite,
  LedgerEntry,
  LedgerPort,
  LedgerState,
  MissingRecord,
  SeenKeys,
  SweepPort,
} from '../ports.ts';
import type { DeletedRecords, DeleteWord } from '../syncPorts.ts';
import type { StoredRun } from './storedRun.ts';

/** A ledger row as the store of the tests keeps it. */
export interface StoredEntry extends LedgerEntry {
  sourceKey?: string | null;
}

/** What the store of the tests keeps for sweeps. */
export interface MemorySweeps {
  keysOf: LedgerPort['keysOf'];
  see(runId: string, seen: readonly SeenKeys[]): void;
  noteDeleted(deleted: readonly DeletedRecords[]): void;
  /** A person decides about the deletes that have come from a feeder so far. */
  decide(destinationId: string, feeder: string, allowed: boolean): void;
  port: SweepPort;
}

const gone: ReadonlySet<LedgerState> = new Set(['tombstone', 'orphan']);

/** Rows that stand for a record the destination has and the source had. */
const isLive = ({ state }: LedgerEntry): boolean => !gone.has(state);

export function createMemorySweeps(
  ledger: () => ReadonlyMap<string, StoredEntry>,
  runs: () => readonly StoredRun[],
  now: () => Date,
  letters: () => readonly (DeadLetterWrite & { runId: string })[],
): MemorySweeps {
  let lately: (DeletedRecords & { at: number })[] = [];
  const words: (DeleteWord & { destinationId: string; feeder: string })[] = [];
  /** By key; the store's map has the destination before it. */
  const rows = (destinationId: string): [string, StoredEntry][] =>
    [...ledger()]
      .filter(([place]) => place.startsWith(`${destinationId} `))
      .map(([place, entry]) => [place.slice(destinationId.length + 1), entry]);
  const seen = new Map<string, Set<string>>();
  const seenBy = (runId: string, destinationId: string) => {
    const place = `${runId} ${destinationId}`;
    const keys = seen.get(place) ?? new Set<string>();
    seen.set(place, keys);
    return keys;
  };
  const live = (destinationId: string) => rows(destinationId).filter(([, entry]) => isLive(entry));
  const missing = (runId: string, destinationId: string): MissingRecord[] => {
    const met = seenBy(runId, destinationId);
    const isUncounted = (entry: StoredEntry) =>
      entry.state === 'tombstone' && entry.runId === runId && entry.page === null;
    const failed = new Set(
      letters().flatMap((letter) => (letter.runId === runId ? (letter.origin?.sourceKey ?? []) : [])),
    );
    return rows(destinationId)
      .filter(([key, entry]) => !met.has(key) && (isLive(entry) || isUncounted(entry)))
      .filter(([key, { sourceKey }]) => !failed.has(sourceKey ?? key))
      .map(([key, { sourceKey }]) => ({ key, sourceKey: sourceKey ?? key }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  };
  return {
    see: (runId, met) => {
      for (const { destinationId, keys } of met)
        for (const key of keys) seenBy(runId, destinationId).add(key);
    },
    keysOf: async (destinationId, sourceKeys) => {
      const found = live(destinationId).filter(([key, entry]) => sourceKeys.includes(entry.sourceKey ?? key));
      return new Map(found.map(([key, { sourceKey }]) => [sourceKey ?? key, key]));
    },
    noteDeleted: (deleted) => {
      lately.push(...deleted.map((one) => ({ ...one, at: now().getTime() })));
    },
    decide: (destinationId, feeder, allowed) => {
      words.push({ destinationId, feeder, allowed, until: now() });
      lately = lately.filter((one) => one.destinationId !== destinationId);
    },
    port: {
      deletedLately: async (destinationId, minutes) =>
        lately
          .filter((one) => one.destinationId === destinationId && one.at > now().getTime() - minutes * 60_000)
          .reduce((sum, { records }) => sum + records, 0),
      words: async (destinationId, feeder) =>
        words.filter((word) => word.destinationId === destinationId && word.feeder === feeder),
      count: async (runId, destinationId) => ({
        known: live(destinationId).length,
        missing: missing(runId, destinationId).length,
      }),
      missing: async (runId, destinationId, after, limit) =>
        missing(runId, destinationId)
          .filter(({ key }) => after === null || key > after)
          .slice(0, limit),
      known: async (destinationId) => live(destinationId).length,
      deleted: async (runId, node) =>
        runs()
          .filter((run) => run.runId === runId)
          .reduce((sum, { counts }) => sum + (counts[node]?.outcomes.deleted ?? 0), 0),
    },
  };
}

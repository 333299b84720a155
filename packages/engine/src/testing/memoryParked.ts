import type {
  ParkedItem,
  ParkedPort,
  ParkedWrite,
  ReplayedLetter,
  ReplayItem,
  ReplayPort,
} from '../ports.ts';
import { laneOf } from '../record/lane.ts';

/** A record a checkpoint keeps, as the store holds it. */
export interface StoredParked extends Omit<ParkedWrite, 'due'> {
  id: string;
  due: Date | null;
  state: 'waiting' | 'approved' | 'rejected' | 'superseded' | 'expired' | 'released';
  /** Order of approval. */
  releaseNo: number;
  decidedBy: 'person' | 'timeout' | null;
}

/** What the store of the tests keeps for checkpoints and replays. */
export interface MemoryParked {
  parked: StoredParked[];
  /** Letters by the run that is to replay them. */
  replays: Map<string, ReplayItem[]>;
  replayed: ReplayedLetter[];
  /** As if nobody had come yet to see what is due. */
  slow: boolean;
  /** A person lets the waiting records of these keys go on. @returns how many were waiting. */
  approve(...keys: string[]): number;
  settle(
    writes: readonly ParkedWrite[],
    released: readonly string[],
    replayed: readonly ReplayedLetter[],
  ): void;
  ports(): { parked: ParkedPort; replays: ReplayPort };
}

const isOpen = ({ state }: StoredParked): boolean => state === 'waiting' || state === 'approved';

/** What goes on by itself is not put off by a newer state. */
const earlier = (due: Date | null, older: readonly StoredParked[]): Date | null =>
  older.reduce(
    (least, row) => (least !== null && row.due !== null && row.due < least ? row.due : least),
    due,
  );

export function createMemoryParked(now: () => Date, nextId: () => number): MemoryParked {
  const isDue = ({ due }: StoredParked) => due !== null && due <= now();
  const ofPart = (node: string, part: number, parts: number) =>
    memory.parked.filter((row) => row.node === node && laneOf(row.change.key) % parts === part);
  const approveRow = (row: StoredParked) => Object.assign(row, { state: 'approved', releaseNo: nextId() });

  const memory: MemoryParked = {
    parked: [],
    replays: new Map(),
    replayed: [],
    slow: false,
    approve: (...keys) => {
      const rows = memory.parked.filter(({ key, state }) => state === 'waiting' && keys.includes(key));
      for (const row of rows) Object.assign(approveRow(row), { decidedBy: 'person' });
      return rows.length;
    },
    settle: (writes, released, replayed) => {
      for (const write of writes) {
        const { destinationId, key, due } = write;
        const older = memory.parked.filter(
          (row) => isOpen(row) && row.destinationId === destinationId && row.key === key,
        );
        for (const row of older) row.state = 'superseded';
        const at = due === 'now' ? now() : due;
        memory.parked.push({
          ...write,
          id: `${nextId()}`,
          due: earlier(at, older),
          state: 'waiting',
          releaseNo: 0,
          decidedBy: null,
        });
      }
      for (const row of memory.parked) if (isOpen(row) && released.includes(row.id)) row.state = 'released';
      memory.replayed.push(...replayed);
    },
    ports: () => ({
      parked: {
        read: async (_, node, part, parts, limit) => {
          if (memory.slow) return [];
          const rows = ofPart(node, part, parts).filter(
            (row) => row.state === 'approved' || (row.state === 'waiting' && isDue(row)),
          );
          const inOrder = rows.sort((a, b) => a.releaseNo - b.releaseNo);
          return inOrder.slice(0, limit).map(({ id, key, change, record, decidedBy }): ParkedItem => {
            return { id, key, change, record, isApproved: decidedBy === 'person' };
          });
        },
        nextDue: async (_, node, part, parts) => {
          const times = ofPart(node, part, parts).flatMap(({ state, due }) =>
            state === 'waiting' && due !== null ? [due.getTime()] : [],
          );
          return times.length === 0 ? null : new Date(Math.min(...times));
        },
        expire: async () => {
          const over = memory.parked.filter(
            ({ state, expires }) => state === 'waiting' && expires !== null && expires <= now(),
          );
          const decided = over.filter(({ whenExpired }) => whenExpired !== null);
          for (const row of decided) {
            if (row.whenExpired === 'approve') approveRow(row);
            else row.state = 'expired';
          }
          return decided.length;
        },
      },
      replays: {
        read: async (runId, after, limit) =>
          (memory.replays.get(runId) ?? [])
            .filter(({ letterId }) => after === null || Number(letterId) > Number(after))
            .slice(0, limit),
      },
    }),
  };
  return memory;
}

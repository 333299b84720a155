import { FencedError, type Lease, type LeasePort } from '../ports.ts';

export interface MemoryLeases {
  port: LeasePort;
  /** @throws FencedError when another owner has taken over. */
  fence(lease: Lease): void;
  /** As if the time of every lease were over. */
  expire(): void;
}

/**
 * Who holds which part, with the epochs of the real store.
 *
 * @param onTaken called when a part is taken from an owner that never gave it back. @param orders what an owner hears when
 * it says that it lives.
 */
export function createMemoryLeases(
  onTaken: (part: number) => void,
  orders: () => NonNullable<Awaited<ReturnType<LeasePort['renew']>>>,
): MemoryLeases {
  const leases = new Map<number, { owner: string | null; epoch: number; until: number }>();
  const holdOf = ({ part, owner, epoch }: Lease) => {
    const held = leases.get(part);
    return held?.owner === owner && held.epoch === epoch ? held : null;
  };
  return {
    fence: (lease) => {
      if (holdOf(lease) === null) throw new FencedError(lease);
    },
    expire: () => {
      for (const lease of leases.values()) lease.until = 0;
    },
    port: {
      acquire: async (flowId, part, owner, ttlMs) => {
        const held = leases.get(part);
        if (held !== undefined && held.owner !== null && held.until > Date.now()) return null;
        if (held?.owner) onTaken(part);
        const epoch = (held?.epoch ?? 0) + 1;
        leases.set(part, { owner, epoch, until: Date.now() + ttlMs });
        return { flowId, part, owner, epoch };
      },
      renew: async (lease, ttlMs) => {
        const held = holdOf(lease);
        if (held === null) return null;
        held.until = Date.now() + ttlMs;
        return orders();
      },
      release: async (lease) => {
        const held = holdOf(lease);
        if (held !== null) held.owner = null;
      },
    },
  };
}

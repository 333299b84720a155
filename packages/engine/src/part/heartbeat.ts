import type { FlowOrders, Lease, LeasePort } from '../ports.ts';
import { LeaseLost } from './session.ts';

export interface Heartbeat {
  /** @throws LeaseLost when the last renewal is too long ago. */
  check(): void;
  /** Beats at once: something may be asked of this worker. */
  beat(): void;
  end(): void;
}

export interface HeartbeatOptions {
  leases: LeasePort;
  lease: Lease;
  ttlMs: number;
  everyMs: number;
  onOrders: (orders: FlowOrders) => void;
  /** Called once, when another owner has the lease or may have it. */
  onLost: (reason: LeaseLost) => void;
}

/** What is left of the lease's time when this worker takes it as lost: clocks and answers are late now and then. */
const marginMs = 1_000;

/** Renews a lease until its end. A worker that can't renew in time counts itself out before others may count it out. */
export function startHeartbeat(options: HeartbeatOptions): Heartbeat {
  const { leases, lease, ttlMs, everyMs, onOrders, onLost } = options;
  let renewed = performance.now();
  let over = false;
  let beating = false;
  /** Asked for while a beat was under way, whose answer may be older than what is asked. */
  let again = false;
  let deadline: ReturnType<typeof setTimeout> | undefined;
  let next: ReturnType<typeof setTimeout> | undefined;

  const end = () => {
    over = true;
    clearTimeout(deadline);
    clearTimeout(next);
  };

  const lose = (message: string) => {
    if (over) return;
    end();
    onLost(new LeaseLost(message));
  };

  const watch = () => {
    clearTimeout(deadline);
    deadline = setTimeout(() => lose('the lease could not be renewed in time'), ttlMs - marginMs);
  };

  const beat = async () => {
    if (over) return;
    again = beating;
    if (beating) return;
    beating = true;
    clearTimeout(next);
    // The lease counts from before the question, since the answer may have taken long.
    const asked = performance.now();
    try {
      const orders = await leases.renew(lease, ttlMs);
      if (over) return;
      if (orders === null) {
        lose('another worker took over');
        return;
      }
      renewed = asked;
      watch();
      onOrders(orders);
    } catch {
      // The database may be back before the time is over; the deadline decides.
    }
    beating = false;
    if (over) return;
    if (again) void beat();
    else next = setTimeout(() => void beat(), everyMs);
  };

  watch();
  next = setTimeout(() => void beat(), everyMs);
  return {
    end,
    beat: () => void beat(),
    check: () => {
      if (performance.now() - renewed > ttlMs - marginMs) lose('the lease could not be renewed in time');
      if (over) throw new LeaseLost('the lease is over');
    },
  };
}

export interface PartJob {
  flowId: string;
  part: number;
}

/** pg-boss behind a narrow door. One job = "there is work for this part"; at most one waiting and one active per part. */
export interface JobPort {
  /** A job that starts earlier wins: one waiting for a backoff never holds back work that is there now. */
  enqueue(job: PartJob, options?: { startAfter?: Date; priority?: number }): Promise<void>;
  /**
   * Works off jobs until the signal ends, `concurrency` at a time. The handler's signal ends when the worker stops.
   * Heartbeats are the port's matter. A handler that throws gives the job back for a retry.
   */
  consume(
    concurrency: number,
    handler: (job: PartJob, signal: AbortSignal) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;
  /** Calls back (through LISTEN) when new work for the part arrives while it is in work here. @returns stop listening. */
  onWake(flowId: string, part: number, callback: () => void): () => void;
  /**
   * Calls back (through LISTEN) when something is asked of the flow's workers: what it is, `LeasePort.renew` says. Word may
   * get lost, so the heartbeat stands. @returns stop listening.
   */
  onOrders(flowId: string, callback: () => void): () => void;
}

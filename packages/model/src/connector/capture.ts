import type { ConnectorContext, Token } from './connector.ts';

export interface CaptureRequest {
  config: Record<string, unknown>;
  /** Names what this capture owns at the source (a slot, a subscription): short, lower case letters, digits and `_`. */
  captureId: string;
}

export interface CaptureStart {
  /** Listening from here on misses nothing that was committed after the call. */
  position: Token;
  /**
   * Continues what was there before. False = nothing remembered what happened in between (first start, slot lost or
   * removed): all that exists has to be loaded again.
   */
  continued: boolean;
}

/** One event as it goes into the inbox; the step's `Intake.decode` reads `body` later. */
export interface CapturedEvent {
  /** Identity of the record for its lane; null when the event is about the whole stream. */
  key: string | null;
  body: Uint8Array;
  /** `resync`: the whole stream changed at once (TRUNCATE, a gap), so everything has to be compared. */
  kind: 'change' | 'resync';
}

/**
 * A feeder that holds a change stream of its system open. One process at a time holds it (a lease sees to that), puts what
 * comes into the inbox in the transaction that moves the position, and only then confirms it at the source: nothing is lost
 * by a crash, and nothing comes twice. It goes on while the flow is paused or broken.
 */
export interface Capture {
  /**
   * Makes what is needed at the source, or finds it. Safe to call again.
   * @param position where we stand; null at the first start.
   * @throws SyncError `pause` when the source has to be set up first (rights, wal_level): its text says how.
   */
  prepare(context: ConnectorContext, request: CaptureRequest, position: Token | null): Promise<CaptureStart>;
  /**
   * Hands over events in order until the signal ends, then returns. `take` resolves once they are stored; only then may
   * they be confirmed at the source. With no events it is called now and then with the newest position.
   * @throws SyncError `retry` when the stream broke; the caller prepares again.
   */
  listen(
    context: ConnectorContext,
    request: CaptureRequest,
    position: Token,
    take: (events: CapturedEvent[], position: Token) => Promise<void>,
  ): Promise<void>;
  /** The newest position of the source itself. A capture that has reached it has seen all that was there at the call. */
  head(context: ConnectorContext, request: CaptureRequest): Promise<Token>;
  /** Whether `position` is at or beyond `head`. Pure. */
  hasReached(position: Token, head: Token): boolean;
  /** What the source keeps for us because we have not confirmed it, in bytes; null when it can't tell. */
  lag(context: ConnectorContext, request: CaptureRequest): Promise<number | null>;
  /** Removes what this capture owns at the source. Safe to call again. */
  drop(context: ConnectorContext, request: CaptureRequest): Promise<void>;
}

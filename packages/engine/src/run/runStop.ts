import type { PauseReason } from '@syncline/model';
import type { PauseDetail } from '../ports.ts';

/** Why a run does not go on right now. Every way leaves the run where its last settled page left it. */
export type StopReason =
  | { kind: 'backoff'; waitMs: number; tries: number; code: string; message: string }
  | {
      kind: 'pause';
      reason: PauseReason;
      tries: number;
      code: string;
      message: string;
      /** The step that ran into it. */
      node?: string;
      detail?: PauseDetail;
    }
  | { kind: 'failed'; code: string; message: string }
  /** A person or the worker asked to stop at the next page border, or a live change goes first. */
  | { kind: 'halted' };

/** Thrown through the layers of a run; caught where the run was opened. */
export class RunStop extends Error {
  readonly stop: StopReason;

  constructor(stop: StopReason) {
    super(stop.kind === 'halted' ? 'halted' : stop.message);
    this.name = 'RunStop';
    this.stop = stop;
  }
}

/** The worst of what several destinations of one page ran into. What must end everything goes first. */
export function worstOf(thrown: unknown[]): unknown {
  const rank = (one: unknown) => {
    if (!(one instanceof RunStop)) return 0;
    return { failed: 1, pause: 2, backoff: 3, halted: 4 }[one.stop.kind];
  };
  return thrown.toSorted((a, b) => rank(a) - rank(b))[0];
}

import { type CaptureLease, FencedError } from '@syncline/engine';

/** Another process captures this stream now, or the flow no longer has it: change nothing more. */
export class CaptureFencedError extends FencedError {
  constructor(lease: CaptureLease) {
    super({ ...lease, part: -1 });
    this.name = 'CaptureFencedError';
    this.message = `another process captures ${lease.node} of flow ${lease.flowId}, or it is gone`;
  }
}

/** Condition on a row of `stream`; `$1` to `$4` are the lease. Who took over has raised the epoch in the same row. */
export const captureHeld = `
  stream.flow_id = $1 and stream.node = $2 and stream.owner = $3 and stream.epoch = $4`;

export function captureValues(lease: CaptureLease): unknown[] {
  return [lease.flowId, lease.node, lease.owner, lease.epoch];
}

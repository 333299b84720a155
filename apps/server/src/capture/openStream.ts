import { type Capture, type CaptureRequest, canonicalJson, SyncError } from '@syncline/model';
import type { CaptureParts } from './captureParts.ts';

/** A stream as the published flow describes it now. */
export interface OpenedStream {
  capture: Capture;
  request: CaptureRequest;
  connection: Record<string, unknown>;
  loadExisting: boolean;
}

/**
 * @returns null when the published flow has no such step: the lease will be lost.
 * @throws SyncError(pause) when the connection is not bound.
 */
export async function openStream(
  { flows, connectors }: Pick<CaptureParts, 'flows' | 'connectors'>,
  { flowId, node }: { flowId: string; node: string },
  captureId: string,
): Promise<OpenedStream | null> {
  const flow = await flows.load(flowId);
  const step = flow?.plan.steps.find((one) => one.node === node);
  const capture = step && connectors.capture(step.type);
  if (!flow || !step || !capture) return null;
  const connection = step.connection === null ? {} : flow.connections[step.connection];
  if (connection === undefined)
    throw new SyncError('pause', 'connection.config', `${step.title}: its connection is gone.`, {
      pause: 'config',
    });
  const { config } = step;
  return {
    capture,
    connection,
    request: { config, captureId },
    loadExisting: config.loadExisting !== false,
  };
}

/** Same text = capture may go on as it is. */
export const describeStream = ({ request, connection }: OpenedStream): string =>
  canonicalJson([request, connection]);

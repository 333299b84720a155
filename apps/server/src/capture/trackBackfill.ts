import type { CaptureLease, CaptureState, StreamPort } from '@syncline/engine';
import type { ConnectorContext, Token } from '@syncline/model';
import type { OpenedStream } from './openStream.ts';

/**
 * The way to "in sync", one look at a time: what exists is loaded when it was asked for, or when a gap makes it necessary;
 * once that ended the source says where it stands; once capture has passed that, everything is here.
 *
 * @param position up to where events are stored.
 * @returns whether the stream is in sync, so that nothing needs a look soon.
 */
export async function trackBackfill(
  streams: Pick<StreamPort, 'load' | 'backfill' | 'backfillEnded' | 'inSync'>,
  lease: CaptureLease,
  { capture, request, loadExisting }: OpenedStream,
  context: ConnectorContext,
  position: () => Token,
): Promise<boolean> {
  const state = await streams.load(lease);
  if (state.inSync) return true;
  if (state.backfillRunId === null && !state.backfillEnded) {
    if (isWanted(state, loadExisting)) await streams.backfill(lease);
    else await streams.inSync(lease);
    return !isWanted(state, loadExisting);
  }
  if (!state.backfillEnded) return false;
  if (state.backfillHead === null) {
    await streams.backfillEnded(lease, await capture.head(context, request));
    return false;
  }
  if (!capture.hasReached(position(), state.backfillHead)) return false;
  await streams.inSync(lease);
  return true;
}

/** A later generation means that something was missed, whatever was asked for at first. */
const isWanted = ({ generation }: CaptureState, loadExisting: boolean): boolean =>
  loadExisting || generation > 1;

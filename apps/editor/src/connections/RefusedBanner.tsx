import type { Flow } from '@syncline/model';
import { Icon } from '../parts/Icon.tsx';
import { statusGlyphs } from '../parts/Status.tsx';
import { TextLink } from '../parts/TextLink.tsx';
import { ResumeAll } from './ResumeAll.tsx';
import { useConnections } from './useConnections.ts';

type RefusedBannerProps = { flow: Pick<Flow, 'state' | 'pauseMessage' | 'refusedBy'> };

/** Across the top of a flow that stopped because a connection was refused, with the way on for all that stopped with it. */
export function RefusedBanner({ flow }: RefusedBannerProps) {
  const { data } = useConnections();
  const connection = data?.items.find(({ id }) => id === flow.refusedBy);
  if (flow.state !== 'paused' || flow.refusedBy === null) return null;
  const what = flow.pauseMessage ?? 'A connection of this flow was refused';
  const others = (connection?.pausedFlows.length ?? 0) - 1;
  return (
    <section
      aria-label="Stopped by a connection"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-warning-soft px-4 py-2"
    >
      <Icon of={statusGlyphs.warning} className="text-warning" />
      <p className="min-w-0 flex-1 basis-64">
        <b className="font-semibold">Stopped by a connection.</b>{' '}
        <span className="wrap-anywhere">{what}.</span>{' '}
        <span className="text-ink-2">
          {others > 0 && `${others} more ${others === 1 ? 'flow' : 'flows'} stopped with it. `}
          Changes that come are kept.
        </span>
      </p>
      {connection && (
        <>
          <TextLink small href={`/connections?text=${encodeURIComponent(connection.name)}`}>
            Change {connection.name}
          </TextLink>
          <ResumeAll connection={connection} />
        </>
      )}
    </section>
  );
}

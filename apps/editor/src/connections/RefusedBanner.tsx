import type { Connection, Flow } from '@syncline/model';
import { asSentence } from '../parts/format.ts';
import { Icon } from '../parts/Icon.tsx';
import { statusGlyphs } from '../parts/Status.tsx';
import { TextLink } from '../parts/TextLink.tsx';
import { flowsOf, ResumeAll } from './ResumeAll.tsx';
import { useConnections } from './useConnections.ts';

type RefusedBannerProps = { flow: Pick<Flow, 'state' | 'pauseMessage' | 'refusedBy'> };

/** Across the top of a flow that stopped because a connection was refused, with the way on for all that stopped with it. */
export function RefusedBanner({ flow }: RefusedBannerProps) {
  const { data } = useConnections();
  const connection = data?.items.find(({ id }) => id === flow.refusedBy);
  if (flow.state !== 'paused' || flow.refusedBy === null) return null;
  const others = (connection?.pausedFlows.length ?? 0) - 1;
  return (
    <RefusedStrip
      what={flow.pauseMessage ?? 'A connection of this flow was refused'}
      rest={others > 0 ? `${others} more ${others === 1 ? 'flow' : 'flows'} stopped with it. ` : ''}
      connection={connection}
    />
  );
}

/** Above the list of flows: each connection that stopped some of them. */
export function RefusedConnections() {
  const { data } = useConnections();
  return data?.items
    .filter(({ pausedFlows }) => pausedFlows.length > 0)
    .map((connection) => (
      <RefusedStrip
        key={connection.id}
        what={`${connection.name} was refused${connection.state === 'failing' && connection.summary ? `: ${connection.summary}` : ''}`}
        rest={`${flowsOf(connection.pausedFlows.length)} stopped. `}
        connection={connection}
      />
    ));
}

type RefusedStripProps = { what: string; rest: string; connection: Connection | undefined };

function RefusedStrip({ what, rest, connection }: RefusedStripProps) {
  return (
    <section
      aria-label="Stopped by a connection"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-warning-soft px-4 py-2"
    >
      <Icon of={statusGlyphs.warning} className="text-warning" />
      <p className="min-w-0 flex-1 basis-64">
        <b className="font-semibold">Stopped by a connection.</b>{' '}
        <span className="wrap-anywhere">{asSentence(what)}</span>{' '}
        <span className="text-ink-2">{rest}Changes that come are kept.</span>
      </p>
      {connection && (
        <>
          <TextLink small href={`/connections?change=${encodeURIComponent(connection.id)}`}>
            Change {connection.name}
          </TextLink>
          <ResumeAll connection={connection} />
        </>
      )}
    </section>
  );
}

import { type Hint, SyncError } from '@syncline/model';
import { askerOf } from '../page/fetchRecords.ts';
import type { RawPage } from '../page/preparePage.ts';
import type { Session } from '../part/session.ts';
import type { InboxItem } from '../ports.ts';
import type { Queue } from './queue.ts';
import type { RunWork } from './runWork.ts';

/** Events of one feeder that listens, as they come. */
export function inboxQueue({ ports, lease, options, active }: Session, feeder: string): Queue {
  const { parts } = active.flow.plan.settings;
  const { pageBytes } = options;
  // Each may be mere word of a change, for which the source is asked: no more than one call can answer.
  const asker = askerOf(active.flow.plan, feeder, ports);
  const stated = asker?.source.fetchesAtOnce?.(asker.step.config);
  const most = Math.min(options.livePageRecords, stated ?? options.livePageRecords);
  return {
    node: feeder,
    kind: 'live',
    words: 'Taking changes as they come',
    take: async () => {
      const items = await ports.inbox.read(lease.flowId, feeder, lease.part, parts, most, pageBytes);
      return items.length === 0 ? null : (work) => decode(work, feeder, items);
    },
    nextDue: async () => null,
  };
}

function decode({ ready, ports }: RunWork, feeder: string, items: InboxItem[]): RawPage {
  const { type, config } = ready.step(feeder);
  const intake = ports.connectors.intake(type);
  if (intake === undefined)
    throw new SyncError('fatal', 'run.internal', `no intake is known for steps of type ${type}`);
  const hints: Hint[] = [];
  const raw: RawPage = { changes: [], rejected: [], hints, token: null, progress: null, inboxIds: [] };
  for (const { id, receivedAt, request } of items) {
    const {
      changes,
      rejected,
      hints: told = [],
    } = intake.decode(request, config, {
      eventId: id,
      receivedTs: receivedAt.toISOString(),
    });
    raw.changes.push(...changes);
    raw.rejected.push(...rejected);
    hints.push(...told);
    raw.inboxIds.push(id);
  }
  return raw;
}

import type { RawPage } from '../page/preparePage.ts';
import type { ResumedRecord } from '../page/resumed.ts';
import type { Session } from '../part/session.ts';
import type { ParkedItem } from '../ports.ts';
import type { Queue } from './queue.ts';

/** Kept records have no limit of bytes together, so a page has fewer of them. */
const mostRecords = 250;

/** What a checkpoint keeps and may let go: approved by a person, or its time has come. */
export function parkedQueue({ ports, lease, options, active }: Session, checkpoint: string): Queue {
  const { parts } = active.flow.plan.settings;
  const { flowId, part } = lease;
  return {
    node: checkpoint,
    kind: 'release',
    words: 'Letting on what was kept here',
    take: async () => {
      const most = Math.min(mostRecords, options.livePageRecords);
      const items = await ports.parked.read(flowId, checkpoint, part, parts, most);
      return items.length === 0 ? null : () => pageOf(items);
    },
    nextDue: () => ports.parked.nextDue(flowId, checkpoint, part, parts),
  };
}

function pageOf(items: ParkedItem[]): RawPage {
  const resumed = items.map(resume);
  return { changes: [], rejected: [], token: null, progress: null, inboxIds: [], resumed };
}

function resume({ id, key, change, record, isApproved }: ParkedItem): ResumedRecord {
  return { key, change: { ...change, record }, record, parkedId: id, letterId: null, isApproved };
}

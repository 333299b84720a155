import type { PageSource, SourcePage } from '../page/pageReader.ts';
import type { ResumedRecord } from '../page/resumed.ts';
import type { ReplayItem, ReplayPort } from '../ports.ts';

/** Failed records of one run, in order. The token is the last letter that was read, so a crash goes on behind it. */
export function replaySource(replays: ReplayPort, runId: string): PageSource {
  return {
    read: async function* (_, { token, pageRecords }) {
      // A token this source gave itself.
      let after = token as string | null;
      for (;;) {
        const items = await replays.read(runId, after, pageRecords);
        const last = items.at(-1);
        if (last === undefined) return;
        after = last.letterId;
        yield pageOf(items, after);
      }
    },
  };
}

function pageOf(items: ReplayItem[], token: string): SourcePage {
  const bytes = items.reduce((sum, { change }) => sum + JSON.stringify(change.record).length, 0);
  return { changes: [], rejected: [], resumed: items.map(resume), token, bytes };
}

function resume({ letterId, change, sourceKey }: ReplayItem): ResumedRecord {
  const { key, record } = change;
  return { key, change: { ...change, key: sourceKey }, record, parkedId: null, letterId, isApproved: false };
}

import { compareVersions, noVersion, type SourceVersion } from '@syncline/model';
import { type Asker, fetchRecords } from '../page/fetchRecords.ts';
import type { FailedItem } from '../plan/operator.ts';
import type { LedgerEntry } from '../ports.ts';
import type { Delivery } from '../record/delivery.ts';
import { createDeliveryMaker } from '../record/makeDelivery.ts';
import { parseVersion } from '../record/versionText.ts';
import type { RunWork } from '../run/runWork.ts';

/** What a record turned out to be, read again. `elsewhere`: it no longer comes to this destination under this identity. */
export type Reread =
  | { as: 'delivery'; delivery: Delivery }
  | { as: 'elsewhere' }
  | { as: 'failed'; failed: FailedItem };

/**
 * Reads records again whose order no version tells, takes them through the steps and gives what they are now. Called while
 * their lanes are held, so nobody can have written anything newer.
 *
 * @param node the destination step. @throws RunStop when the source can't be asked now.
 */
export async function refetch(
  work: RunWork,
  asker: Asker,
  node: string,
  doubtful: readonly Delivery[],
  entries: ReadonlyMap<string, LedgerEntry>,
): Promise<Reread[]> {
  const keys = [...new Set(doubtful.map(({ change }) => change.key))];
  const { present, absent, askedMs, version } = await fetchRecords(work, asker, keys);
  const results = await work.ready.operators.run(work.run.feeder, [...present.values()]);
  const arrived = results.get(node)?.input ?? [];
  const failed = [...results.values()].flatMap((result) => result.failed);
  const make = createDeliveryMaker(work, node);
  const seen = version === null ? {} : { look: version };
  return doubtful.map((delivery): Reread => {
    const { key, place, change } = delivery;
    const look = present.get(change.key)?.version ?? version;
    // Readers may see a change later than the log tells of it: then the look says nothing against it.
    if (look !== null && compareVersions(look, delivery.version) === 'older')
      return { as: 'delivery', delivery: { ...delivery, authoritative: true } };
    if (absent.has(change.key)) {
      const held = entries.get(key);
      // Late news of what was there before is then older than the delete, whoever brings them.
      const known = versionOfDelete(version, held);
      const gone = { ...change, op: 'delete', version: known } as const;
      const base = { key, place, record: delivery.record, change: gone, version: known };
      return {
        as: 'delivery',
        delivery: { ...base, ...seen, op: 'delete', hash: '', receivedMs: askedMs, authoritative: true },
      };
    }
    const item = arrived.find((one) => one.change.key === change.key && one.key === key);
    if (item !== undefined)
      return { as: 'delivery', delivery: { ...make(item), ...seen, place, authoritative: true } };
    const failure = failed.find((one) => one.item.change.key === change.key);
    return failure === undefined ? { as: 'elsewhere' } : { as: 'failed', failed: failure };
  });
}

/** That of the look, unless what is held goes by versions of another kind, as late news of it will. */
function versionOfDelete(look: SourceVersion | null, entry: LedgerEntry | undefined): SourceVersion {
  const held = entry === undefined ? noVersion : parseVersion(entry.version).version;
  if (look === null) return held;
  const isComparable = held.kind === 'none' || compareVersions(look, held) !== 'incomparable';
  return isComparable ? look : held;
}

import { compareVersions } from '@syncline/model';
import type { Delivery } from '../record/delivery.ts';

/**
 * Of several states of one record in a page only the newest goes out: by version where versions can be compared, else the
 * one that came last. That one is then `contested`, since it may be the older: senders promise no order.
 */
export function newestOf(deliveries: readonly Delivery[]): { newest: Delivery[]; superseded: Delivery[] } {
  const byKey = new Map<string, Delivery>();
  const superseded: Delivery[] = [];
  for (const delivery of deliveries) {
    const rival = byKey.get(delivery.key);
    if (rival === undefined) {
      byKey.set(delivery.key, delivery);
      continue;
    }
    const order = compareVersions(delivery.version, rival.version);
    const differs = delivery.op !== rival.op || delivery.hash !== rival.hash;
    // A delete of a version ends it, wherever it stands.
    const isBeaten = order === 'older' || (order === 'equal' && differs && rival.op === 'delete');
    const [winner, loser] = isBeaten ? [rival, delivery] : [delivery, rival];
    superseded.push(loser);
    const doubted = differs && (order === 'incomparable' || (order === 'equal' && winner.op === 'upsert'));
    const contested = doubted || rival.contested === true;
    byKey.set(delivery.key, contested && winner.contested !== true ? { ...winner, contested } : winner);
  }
  return { newest: [...byKey.values()], superseded };
}

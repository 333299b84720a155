import { compareVersions } from '@syncline/model';
import type { Delivery } from '../record/delivery.ts';

/**
 * Of several states of one record in a page only the newest goes out: by version where versions can be compared, else the
 * one that came last.
 */
export function newestOf(deliveries: readonly Delivery[]): { newest: Delivery[]; superseded: Delivery[] } {
  const byKey = new Map<string, Delivery>();
  const superseded: Delivery[] = [];
  for (const delivery of deliveries) {
    const rival = byKey.get(delivery.key);
    if (rival === undefined) {
      byKey.set(delivery.key, delivery);
    } else if (compareVersions(delivery.version, rival.version) === 'older') {
      superseded.push(delivery);
    } else {
      superseded.push(rival);
      byKey.set(delivery.key, delivery);
    }
  }
  return { newest: [...byKey.values()], superseded };
}

import type { StreamPort } from '@syncline/engine';
import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import type { ResolveConnections } from '../flows/loadActiveFlow.ts';
import { acquireCapture } from './acquireCapture.ts';
import { beginCapture } from './beginCapture.ts';
import { claimDropped } from './claimDropped.ts';
import { findUnheld } from './findUnheld.ts';
import { forgetDropped } from './forgetDropped.ts';
import { loadCapture } from './loadCapture.ts';
import { markInSync } from './markInSync.ts';
import { noteBackfillHead } from './noteBackfillHead.ts';
import { queueBackfill } from './queueBackfill.ts';
import { releaseCapture } from './releaseCapture.ts';
import { renewCapture } from './renewCapture.ts';
import { reportCapture } from './reportCapture.ts';
import { takeEvents } from './takeEvents.ts';

/** What the capture loop asks of the store. */
export function createStreamPort(
  pool: Pool,
  boss: PgBoss,
  resolveConnections: ResolveConnections,
): StreamPort {
  return {
    unheld: () => findUnheld(pool),
    acquire: (flowId, node, owner, ttlMs) => acquireCapture(pool, flowId, node, owner, ttlMs),
    renew: (lease, ttlMs) => renewCapture(pool, lease, ttlMs),
    release: (lease) => releaseCapture(pool, lease),
    load: (lease) => loadCapture(pool, lease),
    began: (lease, position, fresh) => beginCapture(pool, lease, position, fresh),
    take: (lease, events, position) => takeEvents(pool, boss, lease, events, position),
    backfill: (lease) => queueBackfill(pool, boss, lease),
    backfillEnded: (lease, head) => noteBackfillHead(pool, lease, head),
    inSync: (lease) => markInSync(pool, lease),
    report: (lease, state) => reportCapture(pool, lease, state),
    dropped: async () => {
      const claimed = await claimDropped(pool);
      const ids = claimed.flatMap(({ connectionId }) => (connectionId === null ? [] : [connectionId]));
      const connections = await resolveConnections(Object.fromEntries(ids.map((id) => [id, id])));
      return claimed.map(({ connectionId, ...capture }) => ({
        ...capture,
        connection: (connectionId === null ? undefined : connections[connectionId]) ?? {},
      }));
    },
    dropDone: (id) => forgetDropped(pool, id),
  };
}

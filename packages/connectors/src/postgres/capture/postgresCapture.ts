import type { Capture } from '@syncline/model';
import { isServerError } from '../failures.ts';
import { readServerEpoch } from '../serverEpoch.ts';
import { quoteName } from '../sqlNames.ts';
import { captureNames } from './captureNames.ts';
import { atCapture, emitProbe, targetOf } from './captureSession.ts';
import { dropSlot } from './ensureSlot.ts';
import { listenToChanges } from './listenToChanges.ts';
import { parseLsn, readLogPosition, writePosition } from './logPosition.ts';
import { prepareCapture } from './prepareCapture.ts';

/** The change log of a database: a slot remembers what we have, a publication says which table it is about. */
export const postgresCapture: Capture = {
  prepare: prepareCapture,
  listen: listenToChanges,

  head: (context) =>
    atCapture(context, async (client) => {
      const epoch = await readServerEpoch(client);
      // A message of our own, for an idle log might otherwise never pass its present end.
      return writePosition({ at: parseLsn(await emitProbe(client, 'head')), inside: null, epoch });
    }),

  hasReached: (token, head) => {
    const position = readLogPosition(token);
    const end = readLogPosition(head);
    if (position === null || end === null) return false;
    // Another history began meanwhile; what was loaded in the one before is compared by the check.
    return position.epoch !== end.epoch || position.at >= end.at;
  },

  lag: (context, request) =>
    atCapture(context, async (client) => {
      const found = await client.query<{ bytes: string | null }>(
        `select pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::text as bytes
         from pg_replication_slots where slot_name = $1`,
        [targetOf(request).slot],
      );
      const bytes = found.rows[0]?.bytes ?? null;
      return bytes === null ? null : Number(bytes);
    }),

  // The config may be the one of a version long gone, so only the names count.
  drop: (context, { captureId }) =>
    atCapture(context, async (client) => {
      const { slot, publication } = captureNames(captureId);
      await dropSlot(client, slot);
      await client.query(`drop publication if exists ${quoteName(publication)}`).catch((thrown: unknown) => {
        if (!isServerError(thrown) || thrown.code !== '42501') throw thrown;
        context.log(
          'warn',
          `This user may not remove the publication ${publication}. Let its owner run: DROP PUBLICATION ${quoteName(publication)};`,
        );
      });
    }),
};

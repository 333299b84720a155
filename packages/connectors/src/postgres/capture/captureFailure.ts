import { SyncError } from '@syncline/model';
import { describeFailure, isServerError } from '../failures.ts';

/** What a person has to do at the server, in the words of the one who does it. */
export function needsSetup(message: string, pause: 'permission' | 'config' | 'schema' = 'config'): SyncError {
  return new SyncError('pause', 'source.capture', message, { pause });
}

/** Failures of setting up and of the stream. The server's own words say too little about what to do. */
export function describeCaptureFailure(thrown: unknown, user: string): unknown {
  if (!isServerError(thrown)) return describeFailure(thrown, 'source');
  const { code, message } = thrown;
  if (code === '42501' && /replication|walsender|slot/i.test(message))
    return needsSetup(
      `The user ${user} may not read the change log. Let an administrator run: ALTER ROLE "${user}" REPLICATION; (on Amazon RDS: GRANT rds_replication TO "${user}";)`,
      'permission',
    );
  if (code === '53400')
    return needsSetup(
      "All replication slots of the server are in use. Drop one that nobody needs: SELECT slot_name, active FROM pg_replication_slots; SELECT pg_drop_replication_slot('…'); or set max_replication_slots higher and restart the server.",
    );
  if (code === '53300' && /wal_senders|standby/i.test(message))
    return needsSetup(
      'All replication connections of the server are in use. Set max_wal_senders higher and restart the server: ALTER SYSTEM SET max_wal_senders = 20;',
    );
  if (code === '55000' && /wal_level/i.test(message)) return needsWalLevel();
  // Somebody of before still holds the slot, or the slot can't be made while transactions are open: it passes.
  if (code === '55006' || code === '55P03' || code === '57014')
    return new SyncError('retry', 'source.unreachable', `PostgreSQL: ${message} (${code})`, {
      cause: thrown,
    });
  return describeFailure(thrown, 'source');
}

export const needsWalLevel = (): SyncError =>
  needsSetup(
    "The server's log does not hold changes yet: wal_level is not logical. Run: ALTER SYSTEM SET wal_level = 'logical'; then restart the server (on Amazon RDS: set rds.logical_replication = 1 in its parameter group, then reboot).",
  );

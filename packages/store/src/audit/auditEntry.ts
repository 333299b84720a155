import { createHash } from 'node:crypto';
import { canonicalJson } from '@syncline/model';

export interface AuditEntry {
  id: string;
  at: string;
  actor: string;
  action: string;
  target: string | null;
  detail: unknown;
}

/** Before the first entry. */
export const firstHash = '';

/** Hash over an entry and the hash before it: who changes or drops one breaks all that follow. */
export function hashEntry(entry: AuditEntry, previous: string): string {
  return createHash('sha256')
    .update(
      canonicalJson([previous, entry.id, entry.at, entry.actor, entry.action, entry.target, entry.detail]),
    )
    .digest('base64url');
}

import type { PageSettlement } from '@syncline/engine';

/** A page that changed nothing: what a test is about is laid over it. */
export function emptyPage(runId: string, page: number): PageSettlement {
  return {
    runId,
    page,
    token: null,
    progress: null,
    inboxIds: [],
    read: 0,
    counts: {},
    ledger: [],
    ledgerIsNew: false,
    events: [],
    deadLetters: [],
    attemptIds: [],
    spans: [],
    parked: [],
    releasedIds: [],
    replayed: [],
    seen: [],
    changes: [],
    links: [],
  };
}

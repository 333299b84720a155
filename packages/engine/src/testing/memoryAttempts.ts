import type { Attempt, Lease, LedgerWrite, RunPort } from '../ports.ts';

/** Intents of the store of the tests. */
export function createMemoryAttempts(
  fence: (lease: Lease) => void,
  writeLedger: (rows: LedgerWrite[]) => void,
): {
  attempts: Map<string, Attempt>;
  port: Pick<RunPort, 'openAttempt' | 'openAttempts' | 'closeAttempt'>;
} {
  const attempts = new Map<string, Attempt>();
  return {
    attempts,
    port: {
      openAttempt: async (lease, attempt) => {
        fence(lease);
        attempts.set(attempt.id, attempt);
      },
      openAttempts: async (_, part) => [...attempts.values()].filter((attempt) => attempt.part === part),
      closeAttempt: async (lease, attemptId, rows, keepUntil) => {
        fence(lease);
        const attempt = attempts.get(attemptId);
        if (attempt === undefined) return;
        writeLedger(rows);
        if (keepUntil === undefined) attempts.delete(attemptId);
        else attempts.set(attemptId, { ...attempt, deadline: keepUntil, answered: true });
      },
    },
  };
}

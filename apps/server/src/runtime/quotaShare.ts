import type { Role } from '../main.ts';

/** Of a limit, what processes that only answer people keep for checks, samples and lists. */
const webPart = 0.1;

/**
 * How much of an API's limit one process may use when each counts only its own calls.
 *
 * @param others processes beside it that are up.
 * @example quotaShare('worker', { web: 1, working: 2 }) // 0.3
 */
export function quotaShare(role: Role, others: { web: number; working: number }): number {
  if (role === 'web') return (others.working === 0 ? 1 : webPart) / (others.web + 1);
  return (others.web === 0 ? 1 : 1 - webPart) / (others.working + 1);
}

import type { RunStatus } from './run.ts';

const terminal: ReadonlySet<RunStatus> = new Set([
  'succeeded',
  'partial',
  'failed',
  'cancelled',
  'skipped',
  'missed',
]);

/** @example isTerminal('partial') // true */
export const isTerminal = (status: RunStatus): boolean => terminal.has(status);

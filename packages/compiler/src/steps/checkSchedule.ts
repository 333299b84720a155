import { asks, type Diagnostic } from '@syncline/model';
import { checkTimezone } from '../cron/checkTimezone.ts';
import { parseCron } from '../cron/parseCron.ts';
import type { Step } from './readSteps.ts';

/**
 * Whether the times of a schedule, or of a checkpoint that waits for a time, can be kept. One without `cron` runs when a
 * person says so.
 */
export function checkSchedule(step: Step): Diagnostic[] {
  if (step.role === null || step.config === null) return [];
  if (!asks(step.role) && step.role !== 'checkpoint') return [];
  const { timezone } = step.config;
  const found: Diagnostic[] = [];
  // A check may also be said to be never.
  for (const path of ['cron', 'check']) {
    const cron = step.config[path];
    if (typeof cron !== 'string' || cron === 'never') continue;
    const parsed = parseCron(cron);
    if (!parsed.ok) {
      found.push({ severity: 'error', code: 'schedule.cron', node: step.name, path, ...parsed.problem });
    }
  }
  if (typeof timezone === 'string') {
    const problem = checkTimezone(timezone);
    if (problem) {
      found.push({
        severity: 'error',
        code: 'schedule.timezone',
        node: step.name,
        path: 'timezone',
        ...problem,
      });
    }
  }
  return found;
}

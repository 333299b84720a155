import { nextSlot } from '@syncline/engine';
import { asks, type Plan, type PlanStep } from '@syncline/model';
import type { PublishedSchedule } from '@syncline/store';
import { digest } from './digest.ts';

/**
 * The schedules a plan asks for, each with its first slot from now on: reads of schedules, and the checks (sweeps) of
 * everything that otherwise reads or hears of changes only.
 */
export function schedulesOf(flowId: string, plan: Plan, now: Date): PublishedSchedule[] {
  return plan.steps.flatMap((step) => {
    const { cron, timezone = 'UTC' } = step.config;
    if (!asks(step.role) || typeof timezone !== 'string') return [];
    const schedule = (kind: PublishedSchedule['kind'], at: string): PublishedSchedule => ({
      node: step.node,
      kind,
      cron: at,
      timezone,
      // A check that is still going on sees what the next one would.
      overlap: kind === 'sweep' ? 'skip' : plan.settings.overlap,
      catchup: plan.settings.catchup,
      nextSlot: nextSlot(at, timezone, now),
    });
    const check = checkOf(flowId, step);
    return [
      ...(step.role === 'schedule' && typeof cron === 'string' ? [schedule('read', cron)] : []),
      ...(check === null ? [] : [schedule('sweep', check)]),
    ];
  });
}

/** When everything a step stands for is compared; null = never. */
function checkOf(flowId: string, { role, node, config }: PlanStep): string | null {
  const { check } = config;
  if (check === 'never') return null;
  if (role === 'sync') return typeof check === 'string' ? check : quietHour(flowId, node);
  return config.mode === 'incremental' && typeof check === 'string' ? check : null;
}

/** Once a day between one and five, for each stream at a time of its own, so that not all come at once. */
function quietHour(flowId: string, node: string): string {
  const spread = Buffer.from(digest(`${flowId} ${node}`), 'base64url').readUInt16BE();
  return `${spread % 60} ${1 + (Math.floor(spread / 60) % 4)} * * *`;
}

import { type QuotaUsage, quotaUsage } from '@syncline/connectors';
import { Counter, Gauge, type Registry } from 'prom-client';

type ByPriority = keyof Pick<QuotaUsage, 'calls' | 'waits' | 'waitedMs' | 'refused'>;

/** How this process stands with the limits of the APIs it calls. Calls count by whether live changes made them. */
export function showQuotas(registry: Registry): void {
  const count = (name: string, help: string, part: ByPriority, unit = 1) =>
    new Counter({
      name,
      help,
      labelNames: ['priority'],
      registers: [registry],
      collect() {
        const now = quotaUsage()[part];
        this.reset();
        for (const priority of ['live', 'batch'] as const) this.inc({ priority }, now[priority] / unit);
      },
    });
  count('syncline_api_calls_total', 'Calls of HTTP connections', 'calls');
  count('syncline_api_waits_total', 'Calls that were held back to stay within a limit', 'waits');
  count('syncline_api_wait_seconds_total', 'How long calls were held back', 'waitedMs', 1000);
  count('syncline_api_postponed_total', 'Calls put off because the wait would be long', 'refused');
  new Counter({
    name: 'syncline_api_limit_exceeded_total',
    help: 'Answers that refused a call because a limit was exceeded',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(quotaUsage().exceeded);
    },
  });
  new Gauge({
    name: 'syncline_api_limit_left_ratio',
    help: 'What is left of the tightest limit of any connection, 0 to 1; no value when none is known',
    registers: [registry],
    collect() {
      const { left } = quotaUsage();
      if (left === null) this.remove();
      else this.set(left);
    },
  });
}

import type { Store } from '@syncline/store';
import type { RequestHandler } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Counts the store gives when somebody scrapes. */
export interface StoreCounts {
  runs: { status: string; count: number }[];
  records: { outcome: string; count: number }[];
  inboxDepth: number;
  openFailures: number;
}

export async function readStoreCounts(store: Pick<Store, 'runs' | 'health'>): Promise<StoreCounts> {
  const [stats, facts] = await Promise.all([store.runs.stats({ hours: 24 }), store.health.facts()]);
  return {
    runs: [
      { status: 'all', count: stats.runs },
      { status: 'running', count: stats.running },
    ],
    records: [
      { outcome: 'read', count: stats.read },
      { outcome: 'failed', count: stats.failed },
    ],
    inboxDepth: facts.inbox.waiting,
    openFailures: facts.openDeadLetters,
  };
}

export interface Metrics {
  registry: Registry;
  /** Observes how long API requests take, by contract route. */
  measure: RequestHandler;
  webhooks: Counter<'result'>;
  webhookCommit: Histogram;
  webhookBatch: Histogram;
}

/**
 * The figures of this process in Prometheus' form. No label holds a name a user chose: health and metrics tell
 * quantities, not whose.
 *
 * @param readCounts figures from the database, asked at most once per scrape.
 */
export function createMetrics(readCounts: () => Promise<StoreCounts>): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'syncline_' });
  const seconds = new Histogram({
    name: 'syncline_request_duration_seconds',
    help: 'Duration of API requests',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const runs = new Gauge({
    name: 'syncline_runs_last_day',
    help: 'Runs created within the last 24 hours by status',
    labelNames: ['status'],
    registers: [registry],
  });
  const records = new Gauge({
    name: 'syncline_records_last_day',
    help: 'Records settled by runs of the last 24 hours by outcome group',
    labelNames: ['outcome'],
    registers: [registry],
  });
  const up = new Gauge({
    name: 'syncline_database_up',
    help: '1 when the database answered this scrape',
    registers: [registry],
  });
  const failures = new Gauge({
    name: 'syncline_open_failures',
    help: 'Failed records nobody has dealt with',
    registers: [registry],
  });
  new Gauge({
    name: 'syncline_inbox_depth',
    help: 'Webhook events received and not yet worked off',
    registers: [registry],
    async collect() {
      try {
        const counts = await readCounts();
        runs.reset();
        records.reset();
        for (const { status, count } of counts.runs) runs.set({ status }, count);
        for (const { outcome, count } of counts.records) records.set({ outcome }, count);
        this.set(counts.inboxDepth);
        failures.set(counts.openFailures);
        up.set(1);
      } catch {
        up.set(0);
      }
    },
  });
  return {
    registry,
    webhooks: new Counter({
      name: 'syncline_webhooks_total',
      help: 'Webhook posts by what became of them',
      labelNames: ['result'],
      registers: [registry],
    }),
    webhookCommit: new Histogram({
      name: 'syncline_webhook_commit_seconds',
      help: 'Time to commit one group of webhook posts',
      buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2],
      registers: [registry],
    }),
    webhookBatch: new Histogram({
      name: 'syncline_webhook_group_size',
      help: 'Webhook posts committed together',
      buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
      registers: [registry],
    }),
    measure: (request, response, next) => {
      const end = seconds.startTimer();
      response.once('finish', () => {
        // The pattern, not the address: ids would make a series each.
        const route: unknown = request.route?.path;
        end({
          method: request.method,
          route: typeof route === 'string' ? route : 'other',
          status: String(response.statusCode),
        });
      });
      next();
    },
  };
}

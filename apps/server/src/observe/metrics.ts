import type { Store, StreamFacts } from '@syncline/store';
import type { RequestHandler } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { showQuotas } from './quotaMetrics.ts';
import { readInstallation } from './readInstallation.ts';

/** Counts the store gives when somebody scrapes. */
export interface StoreCounts {
  runs: { status: string; count: number }[];
  records: { outcome: string; count: number }[];
  inboxDepth: number;
  /** Age of the oldest event of a live flow. */
  inboxSeconds: number;
  openFailures: number;
  /** Connections that were refused and keep flows paused. */
  refusedConnections: number;
  streams: StreamFacts;
}

export async function readStoreCounts(
  store: Pick<Store, 'runs' | 'health' | 'feeders'>,
): Promise<StoreCounts> {
  const [stats, facts] = await Promise.all([store.runs.stats({ hours: 24 }), readInstallation(store)]);
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
    inboxSeconds: facts.inbox.oldestSeconds,
    openFailures: facts.openDeadLetters,
    refusedConnections: facts.refusedConnections,
    streams: facts.streams,
  };
}

export interface Metrics {
  /** The figures as they are now. */
  scrape(): Promise<{ type: string; text: string }>;
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
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
  const failures = gauge('syncline_open_failures', 'Failed records nobody has dealt with');
  const refused = gauge(
    'syncline_connections_refused',
    'Connections whose credentials were refused, and whose flows are paused for it',
  );
  const inboxAge = gauge(
    'syncline_inbox_oldest_seconds',
    'Age of the oldest event of a live flow not yet worked off',
  );
  const showStreams = streamGauges(registry);
  showQuotas(registry);
  const inbox = gauge('syncline_inbox_depth', 'Events received and not yet worked off');
  const refresh = async () => {
    try {
      const counts = await readCounts();
      runs.reset();
      records.reset();
      for (const { status, count } of counts.runs) runs.set({ status }, count);
      for (const { outcome, count } of counts.records) records.set({ outcome }, count);
      inbox.set(counts.inboxDepth);
      failures.set(counts.openFailures);
      refused.set(counts.refusedConnections);
      inboxAge.set(counts.inboxSeconds);
      showStreams(counts.streams);
      up.set(1);
    } catch {
      up.set(0);
    }
  };
  return {
    async scrape() {
      // All gauges together, before any of them is read: one that asked by itself would come too late for its neighbours.
      await refresh();
      return { type: registry.contentType, text: await registry.metrics() };
    },
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

/** Captures, checkpoints and sweeps. @returns sets them. */
function streamGauges(registry: Registry): (facts: StreamFacts) => void {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
  const parked = gauge('syncline_parked_waiting', 'Records that wait at checkpoints');
  const parkedAge = gauge('syncline_parked_oldest_seconds', 'How long the oldest of them has waited');
  const lag = gauge(
    'syncline_capture_lag_bytes',
    'Log that sources keep because captures have not confirmed it',
  );
  const checked = gauge(
    'syncline_sweep_checked_records',
    'Records compared by the last sweep of each stream',
  );
  const drift = gauge(
    'syncline_sweep_drift_records',
    'Records of those which were not as at the source: lost or changed behind our back',
  );
  const captures = new Gauge({
    name: 'syncline_captures',
    help: 'Change streams: held, held by nobody for half a minute, with a problem',
    labelNames: ['state'],
    registers: [registry],
  });
  return (facts) => {
    parked.set(facts.parked.waiting);
    parkedAge.set(facts.parked.oldestSeconds);
    lag.set(facts.lagBytes);
    checked.set(facts.sweeps.checked);
    drift.set(facts.sweeps.drift);
    const { all, late, failing } = facts.captures;
    captures.set({ state: 'held' }, all - late);
    captures.set({ state: 'late' }, late);
    captures.set({ state: 'failing' }, failing);
  };
}

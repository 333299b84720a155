import {
  type FlowDocument,
  flowDocumentSchema,
  flowRoutes,
  isTerminal,
  type RunDetail,
  runRoutes,
} from '@syncline/model';
import type { Api } from './apiClient.ts';
import { waitFor } from './waitFor.ts';

/** Creates and publishes a flow; the logical connection `database` is the built-in one unless bound otherwise. */
export async function publishFlow(api: Api, document: unknown, bindings?: Record<string, string>) {
  const parsed: FlowDocument = flowDocumentSchema.parse(document);
  const created = await api(flowRoutes.createFlow, {
    body: { document: parsed, ...(bindings ? { bindings } : {}) },
  });
  return api(flowRoutes.publishFlow, { params: { id: created.id }, body: {} });
}

/** Waits until a run is over and gives its detail. */
export function finishedRun(api: Api, id: string, ms = 120_000): Promise<RunDetail> {
  return waitFor(
    `run ${id} to end`,
    async () => {
      const run = await api(runRoutes.getRun, { params: { id } });
      return isTerminal(run.status) ? run : null;
    },
    ms,
    200,
  );
}

/** Read = written + unchanged + waiting + failed, or the run tells a lie. */
export function totalsAddUp(run: RunDetail): boolean {
  const { read, written, unchanged, waiting, failed } = run.totals;
  return read === written + unchanged + waiting + failed;
}

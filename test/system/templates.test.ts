import { flowRoutes, runRoutes, streamRoutes, type Template, templateRoutes } from '@syncline/model';
import { loadTemplates } from '@syncline/templates';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finishedRun, totalsAddUp } from '../harness/flows.ts';
import { type SynclineProcess, startSyncline } from '../harness/serverProcess.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { waitFor } from '../harness/waitFor.ts';

/** What each template does with its own sample data: rows read, written and failed by its schedule. */
const expected: Record<string, { read: number; written: number; failed: number }> = {
  // 120 rows: one has too few columns, one no e-mail, one an e-mail that is none.
  'messy-csv-to-postgres': { read: 120, written: 117, failed: 3 },
  'table-to-table': { read: 500, written: 500, failed: 0 },
  'nightly-and-live': { read: 500, written: 500, failed: 0 },
  // 80 lines: one is cut off, 26 of the others have no consent.
  'ndjson-to-http': { read: 80, written: 53, failed: 1 },
  // 94 of the 500 spent 500 or less.
  'postgres-to-csv': { read: 500, written: 406, failed: 0 },
  'keep-table-in-sync': { read: 500, written: 500, failed: 0 },
  // The first side's rows: a hundred of them are on the other one already.
  'two-way-tables': { read: 300, written: 200, failed: 0 },
  'split-by-country': { read: 500, written: 500, failed: 0 },
};

const folder = temporaryFolder();
let server: SynclineProcess;
beforeAll(async () => {
  server = await startSyncline({ dataFolder: folder.path });
}, 90_000);
afterAll(async () => {
  await server.stop();
  folder[Symbol.dispose]();
});

const feederOf = (template: Template, role: 'trigger' | 'schedule' | 'sync') =>
  Object.entries(template.document.nodes).find(([, node]) => node.type.endsWith(`.${role}`))?.[0];

describe.each(loadTemplates().map((template) => [template.id, template] as const))(
  'template %s',
  (id, template) => {
    it('is used, published and run on the data it brings, and every record is accounted for', async () => {
      const draft = await server.api(templateRoutes.useTemplate, { params: { id }, body: {} });
      const checked = await server.api(flowRoutes.validateFlow, { params: { id: draft.id }, body: {} });
      expect(checked.diagnostics.filter((diagnostic) => diagnostic.severity === 'error')).toEqual([]);
      const flow = await server.api(flowRoutes.publishFlow, { params: { id: draft.id }, body: {} });

      const schedule = feederOf(template, 'schedule');
      if (schedule !== undefined) {
        const run = await server.api(flowRoutes.runFlow, {
          params: { id: flow.id },
          body: { feeder: schedule },
        });
        const finished = await finishedRun(server.api, run.id);
        const { read, written, failed } = finished.totals;
        expect({ read, written, failed }).toEqual(expected[id]);
        expect(totalsAddUp(finished)).toBe(true);
        expect(finished.balanced).toBe(true);
        expect(finished.status).toBe(failed > 0 ? 'partial' : 'succeeded');
      }

      const sync = feederOf(template, 'sync');
      if (sync !== undefined) {
        const loading = await waitFor('the first load', async () => {
          const runs = await server.api(runRoutes.listRuns, { query: { flow: flow.id } });
          return runs.items.find(
            ({ kind, status, feeder }) => kind === 'backfill' && status === 'succeeded' && feeder === sync,
          );
        });
        const { read, written, failed } = loading.totals;
        expect({ read, written, failed }).toEqual(expected[id]);
        await waitFor('the stream to be in sync', async () => {
          const { items } = await server.api(streamRoutes.listStreams, { params: { id: flow.id } });
          return items[0]?.state === 'in-sync';
        });
      }

      const trigger = feederOf(template, 'trigger');
      if (trigger !== undefined) {
        const posts = template.posts?.[trigger] ?? [];
        expect(posts.length).toBeGreaterThan(0);
        for (const body of posts) {
          const answer = await fetch(new URL(flow.endpoints[trigger] ?? '', server.url), {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(body),
          });
          expect(answer.status).toBe(202);
        }
        const written = await waitFor('the posts in the destination', async () => {
          const runs = await server.api(runRoutes.listRuns, {
            query: { flow: flow.id, startedBy: 'trigger' },
          });
          const sum = runs.items.reduce((total, run) => total + run.totals.written, 0);
          return sum >= posts.length ? sum : null;
        });
        expect(written).toBe(posts.length);
      }
    }, 120_000);
  },
);

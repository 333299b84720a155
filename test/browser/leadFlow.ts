import { type Flow, flowDocumentSchema, flowRoutes, templateRoutes } from '@syncline/model';
import { loadTemplates } from '@syncline/templates';
import type { SynclineProcess } from '../harness/serverProcess.ts';

export interface LeadFlow {
  flow: Flow;
  /** Posts a lead to the flow's form, as a web page would. */
  post(lead: Record<string, unknown>): Promise<void>;
}

/** The built-in flow from a web form to a table, published; with `review` a person is asked before the table. */
export async function startLeadFlow(server: SynclineProcess, review = false): Promise<LeadFlow> {
  // Using the template also makes its table.
  const used = await server.api(templateRoutes.useTemplate, {
    params: { id: 'web-form-to-postgres' },
    body: {},
  });
  const id = review ? await createReviewed(server) : used.id;
  const flow = await server.api(flowRoutes.publishFlow, { params: { id }, body: {} });
  const address = new URL(flow.endpoints.form ?? '').pathname;
  return {
    flow,
    async post(lead) {
      const answer = await fetch(`${server.url}${address}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          first: 'Ana',
          last: 'Kovač',
          call: 'yes',
          at: '2026-11-21T12:00:00Z',
          ...lead,
        }),
      });
      if (!answer.ok) throw new Error(`The form answered ${answer.status}: ${await answer.text()}`);
    },
  };
}

async function createReviewed(server: SynclineProcess): Promise<string> {
  const template = loadTemplates().find(({ id }) => id === 'web-form-to-postgres');
  const document = flowDocumentSchema.parse({
    ...template?.document,
    name: 'Reviewed leads',
    nodes: {
      ...template?.document.nodes,
      review: { type: 'approve', title: 'Is this a lead?', config: {} },
    },
    edges: [
      ['form', 'tidy'],
      ['tidy', 'review'],
      ['review', 'leads'],
    ],
  });
  const created = await server.api(flowRoutes.createFlow, {
    body: { document, bindings: { database: 'database' } },
  });
  return created.id;
}

import type { FlowDocument, Plan } from '@syncline/model';
import type { Publication } from '../flows/publishFlow.ts';
import type { StoreFixture } from './storeFixture.ts';

type Step = Plan['steps'][number];

const step = (node: string, role: Step['role'], next: string[], more: Partial<Step> = {}): Step => ({
  node,
  type: `test.${node}`,
  version: 1,
  role,
  title: `The ${node}`,
  connection: null,
  config: { of: node },
  next: { out: next },
  schema: { fields: [], key: [], cursorFields: [], open: true },
  ...more,
});

/** A synced stream `shop` on connection `main`, a schedule `nightly`, a checkpoint `ask`, a destination `target`. */
export const syncedSteps: Step[] = [
  step('shop', 'sync', ['ask'], { connection: 'main' }),
  step('nightly', 'schedule', ['ask']),
  step('ask', 'checkpoint', ['target']),
  step('target', 'destination', []),
];

export function syncedPublication(
  steps: Step[] = syncedSteps,
  more: Partial<Publication> = {},
  parts = 1,
): Publication {
  const document: FlowDocument = {
    syncline: 1,
    name: 'Synced',
    nodes: Object.fromEntries(steps.map(({ node, type }) => [node, { type, config: {} }])),
    edges: [],
  };
  return {
    document,
    plan: {
      hash: 'plan',
      settings: { parts, overlap: 'queue-one', catchup: 'latest', errorBudget: 100 },
      tables: {},
      steps,
      feeders: steps.filter(({ role }) => role === 'sync' || role === 'schedule').map(({ node }) => node),
      destinations: ['target'],
      splittable: parts > 1,
    },
    schedules: [],
    triggers: [],
    ...more,
  };
}

/** A live flow of these steps. @returns its id and the ledger ids of its destination and its checkpoint. */
export async function publishSynced(
  { store, rows }: StoreFixture,
  publication: Publication = syncedPublication(),
): Promise<{ id: string; destinationIds: Record<string, string> }> {
  const { document } = publication;
  const { id } = await store.flows.insert({
    document,
    bindings: { main: 'c1' },
    triggers: [],
    problems: 0,
  });
  await store.flows.publish(id, publication);
  const found = await rows<{ node: string; id: string }>(
    'select node, id::text from syncline.destination where flow_id = $1',
    [id],
  );
  return { id, destinationIds: Object.fromEntries(found.map((row) => [row.node, row.id])) };
}

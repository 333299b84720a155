import { createHash } from 'node:crypto';
import { compileFlow } from '@syncline/compiler';
import { mapConfigSchema, transformNodes } from '@syncline/mapping';
import {
  type AnyNodeDefinition,
  defineNode,
  destinationPorts,
  type NodeRole,
  sourcePorts,
} from '@syncline/model';
import { expect, it } from 'vitest';
import { drain } from '../testing/drain.ts';
import { createMemoryStore } from '../testing/memoryStore.ts';
import { pretendFlow } from '../testing/pretendFlow.ts';
import { createPretendSystem } from '../testing/pretendSystem.ts';

// The pretend steps take no settings of their own; a schema of the mapping package that is happy with none stands in.
const pretend = (type: string, role: NodeRole) =>
  defineNode({
    type,
    version: 1,
    role,
    title: type,
    icon: 'box',
    doc: 'Pretends.',
    config: mapConfigSchema,
    ports: role === 'destination' ? destinationPorts : sourcePorts,
  }) as unknown as AnyNodeDefinition;

const definitions = [
  ...transformNodes,
  pretend('pretend.schedule', 'schedule'),
  pretend('pretend.trigger', 'trigger'),
  pretend('pretend.upsert', 'destination'),
];

it('runs what the compiler made of a drawn flow, batch and live into one list', async () => {
  const where = { match: 'all', tests: [{ field: 'country', is: 'equals', value: 'DE' }] };
  const drawn = {
    syncline: 1,
    name: 'Customers to list',
    nodes: {
      changes: { type: 'pretend.trigger', config: {} },
      nightly: { type: 'pretend.schedule', config: {} },
      german: { type: 'filter', config: { where } },
      clean: {
        type: 'map',
        config: {
          fields: [{ to: 'email', from: 'email', steps: ['trim', 'lowercase'], required: 'dead-letter' }],
        },
      },
      list: { type: 'pretend.upsert', config: {} },
    },
    edges: [
      ['changes', 'german'],
      ['nightly', 'german'],
      ['german', 'clean'],
      ['clean', 'list'],
    ],
  };
  const { plan, diagnostics } = compileFlow(drawn, {
    definition: (type) => definitions.find((one) => one.type === type),
    schemas: {},
    digest: (text) => createHash('sha256').update(text).digest('hex'),
  });
  if (plan === null) throw new Error(diagnostics.map(({ title }) => title).join('\n'));
  const store = createMemoryStore(pretendFlow(plan));
  const system = createPretendSystem({
    rows: ['DE', 'FR', 'DE', 'DE'].map((country, n) => ({
      key: `k${n}`,
      version: 1,
      record: n === 3 ? { country } : { country, email: ` User${n}@X.test ` },
    })),
  });
  const run = store.addRun('nightly');
  store.post('changes', 'k9', { key: 'k9', version: 1, record: { country: 'DE', email: 'LIVE@x.test' } });
  await drain(store, system);
  expect(store.runs.find(({ runId }) => runId === run.runId)).toMatchObject({
    status: 'partial',
    read: 4,
    deadCount: 1,
  });
  expect([...system.held].map(([key, { record }]) => [key, record.email]).sort()).toEqual([
    ['k0', 'user0@x.test'],
    ['k2', 'user2@x.test'],
    ['k9', 'live@x.test'],
  ]);
});

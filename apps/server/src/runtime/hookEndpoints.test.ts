import type { RawRequest } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { createNodeTypes } from '../flows/nodeTypes.ts';
import type { HookEndpoint } from '../intake/hookHandler.ts';
import { createSampler, findHookEndpoint } from './hookEndpoints.ts';

const nodeTypes = createNodeTypes();
const hook = { type: 'webhook.trigger', connection: 'sender', config: { key: ['id'] } };
const request: RawRequest = { method: 'POST', headers: new Map(), body: Buffer.from('{"id":1}') };

interface World {
  version: number | null;
  /** The step as it was published; absent when it is new in the draft. */
  published?: { connection: string | null };
  bindings: Record<string, string>;
  secret: string | null;
}

/** Just as much of a store as a lookup asks for. */
function find({ version, published, bindings, secret }: World) {
  const store = {
    intake: {
      findEndpoint: async (id: string) =>
        id === 'known'
          ? { no: 1, flowId: 'f', flowName: 'F', node: 'hook', version, desired: 'live', parts: 1 }
          : null,
    },
    flows: {
      get: async () => ({
        id: 'f',
        bindings,
        document: { syncline: 1, name: 'F', nodes: { hook }, edges: [] },
      }),
      version: async () => ({
        plan: {
          steps: published ? [{ node: 'hook', type: hook.type, config: hook.config, ...published }] : [],
        },
      }),
    },
    connections: {
      openConfig: async () =>
        secret === null
          ? null
          : {
              id: 'c',
              name: 's',
              kind: 'webhook',
              config: { scheme: 'shared-secret', header: 'x', prefix: '', secret },
            },
    },
  };
  // Only what is above is asked for.
  const deps = { store: store as never, nodeTypes, connectionKind: () => ({ secrets: ['secret'] }) };
  return (id: string) => findHookEndpoint(deps, id);
}

const verdict = (endpoint: HookEndpoint | null, value?: string) =>
  endpoint?.intake.verify(
    { ...request, headers: new Map(value === undefined ? [] : [['x', value]]) },
    endpoint.config,
    endpoint.connection,
    new Date(),
  ).ok;

describe('a webhook address', () => {
  it('takes what its published step takes, with the secret of its connection', async () => {
    const endpoint = await find({
      version: 1,
      published: { connection: 'sender' },
      bindings: { sender: 'c' },
      secret: 'right-secret',
    })('known');
    expect(endpoint).toMatchObject({ published: true, secrets: ['right-secret'] });
    expect(verdict(endpoint, 'right-secret')).toBe(true);
    expect(verdict(endpoint, 'wrong')).toBe(false);
  });

  it('of a step that is only drawn yet takes samples', async () => {
    const endpoint = await find({ version: null, bindings: { sender: 'c' }, secret: 's3cret' })('known');
    expect(endpoint).toMatchObject({ published: false });
    expect(await find({ version: 2, bindings: { sender: 'c' }, secret: 's3cret' })('known')).toMatchObject({
      published: false,
    });
  });

  it('whose connection is not set up takes nothing, rather than everything', async () => {
    const worlds: World[] = [
      { version: 1, published: { connection: 'sender' }, bindings: {}, secret: 'x' },
      { version: 1, published: { connection: 'sender' }, bindings: { sender: 'gone' }, secret: null },
    ];
    for (const world of worlds) expect(verdict(await find(world)('known'), 'x')).toBe(false);
  });

  it('nobody has is nobody’s', async () => {
    expect(await find({ version: 1, bindings: {}, secret: null })('other')).toBeNull();
  });
});

describe('samples', () => {
  it('are kept rarely under load, apart for posts that were refused, and never too large', async () => {
    const clock = { now: 10_000 };
    const kept: boolean[] = [];
    const offer = createSampler(
      async ({ verified }) => void kept.push(verified),
      () => clock.now,
    );
    const endpoint = { no: 1, flowId: 'f', node: 'hook', published: true } as HookEndpoint;
    for (let n = 0; n < 50; n += 1) offer(endpoint, () => request, true);
    offer(endpoint, () => request, false);
    expect(kept).toEqual([true, false]);
    clock.now += 2_001;
    offer(endpoint, () => ({ ...request, body: Buffer.alloc(300_000) }), true);
    expect(kept).toHaveLength(2);
    offer(endpoint, () => request, true);
    expect(kept).toHaveLength(3);
  });
});

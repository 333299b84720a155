import type { FlowDocument, Plan } from '@syncline/model';
import type { Store } from '@syncline/store';
import { expect, it } from 'vitest';
import { createNodeTypes } from '../flows/nodeTypes.ts';
import { bindArguments } from './bindArguments.ts';
import { chooseFeeders } from './publishDocument.ts';

interface Kept {
  id: string;
  name: string;
  kind: string;
}

/** A list of connections that is kept in memory. */
const keep = (known: Kept[]) => {
  const written: unknown[] = [];
  const connections = {
    list: async () => known,
    insert: async (made: { name: string; kind: string }) => {
      written.push(made);
      const kept = { id: `id-${known.length}`, name: made.name, kind: made.kind };
      known.push(kept);
      return kept;
    },
    update: async (id: string, change: unknown) => {
      written.push(change);
      return { id };
    },
    // Only what is asked of it here.
  } as unknown as Store['connections'];
  return { written, parts: { connections, nodeTypes: createNodeTypes() } };
};

const document: FlowDocument = {
  syncline: 1,
  name: 'Copy',
  nodes: {
    from: { type: 'postgres.schedule', connection: 'shop', config: {} },
    to: { type: 'postgres.upsert', connection: 'warehouse', config: {} },
  },
  edges: [['from', 'to']],
};
const builtIn = { id: 'database', name: 'Built-in database', kind: 'postgres' };

it('takes the only connection of a kind for every name that needs one', async () => {
  const { parts } = keep([builtIn, { id: 'h', name: 'Other', kind: 'http' }]);
  expect(await bindArguments(parts, document, {})).toEqual({ shop: 'database', warehouse: 'database' });
});

it('guesses nothing where two would fit, but takes the one of the same name', async () => {
  const { parts } = keep([builtIn, { id: 'w', name: 'warehouse', kind: 'postgres' }]);
  expect(await bindArguments(parts, document, {})).toEqual({ warehouse: 'w' });
});

it('takes what was given before anything else, by name or id', async () => {
  const { parts } = keep([builtIn, { id: 'w', name: 'warehouse', kind: 'postgres' }]);
  const given = { warehouse: 'Built-in database', shop: 'w' };
  expect(await bindArguments(parts, document, given)).toEqual({ warehouse: 'database', shop: 'w' });
});

it('keeps a connection per address, whose name holds no password, and never guesses it later', async () => {
  const known = [builtIn];
  const { parts, written } = keep(known);
  const given = { warehouse: 'postgres://app:hidden@db:5432/one' };
  const first = await bindArguments(parts, document, given);
  expect(first).toEqual({ shop: 'database', warehouse: 'id-1' });
  expect(known[1]).toEqual({ id: 'id-1', name: 'cli app@db:5432/one', kind: 'postgres' });
  expect(await bindArguments(parts, document, given)).toEqual(first);
  const elsewhere = await bindArguments(parts, document, { warehouse: 'postgres://app:hidden@db:5432/two' });
  expect(elsewhere.warehouse).toBe('id-2');
  expect(await bindArguments(parts, document, {})).toEqual({ shop: 'database', warehouse: 'database' });
  expect(written).toHaveLength(3);
});

it.each([
  [{ mail: 'x' }, '--bind mail: the document has no connection of this name. It has: shop, warehouse.'],
  [{ shop: 'Nowhere' }, '--bind shop: there is no connection named "Nowhere".'],
  [{ shop: 'postgres://u:p/w@[host/d' }, '--bind shop: this is no address. In a password, write @ as %40'],
])('refuses %j and says why', async (given, message) => {
  await expect(bindArguments(keep([builtIn]).parts, document, given)).rejects.toThrow(message);
});

it('runs each schedule, or the one that is named', () => {
  const step = (node: string, role: string) => ({ node, role });
  // Only what is asked of it here.
  const planOf = (...steps: object[]) => ({ steps }) as unknown as Plan;
  const plan = planOf(step('live', 'trigger'), step('nightly', 'schedule'), step('hourly', 'schedule'));
  expect(chooseFeeders(plan, undefined)).toEqual(['nightly', 'hourly']);
  expect(chooseFeeders(plan, 'hourly')).toEqual(['hourly']);
  expect(() => chooseFeeders(plan, 'live')).toThrow('There is: nightly, hourly.');
  expect(() => chooseFeeders(planOf(step('live', 'trigger')), undefined)).toThrow(
    'only listens for webhooks',
  );
});

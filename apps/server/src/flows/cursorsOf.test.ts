import type { Plan } from '@syncline/model';
import { expect, it } from 'vitest';
import { cursorsOf } from './cursorsOf.ts';

const bindings = { shop: 'c1' };

function planWith(config: Record<string, unknown>): Plan {
  return {
    hash: '',
    settings: { parts: 1, overlap: 'skip', catchup: 'latest', errorBudget: 100 },
    tables: {},
    steps: [
      {
        node: 'nightly',
        type: 'postgres.schedule',
        version: 1,
        role: 'schedule',
        title: 'Nightly',
        connection: 'shop',
        config,
        next: {},
        schema: { fields: [], key: [], cursorFields: [], open: true },
      },
    ],
    feeders: ['nightly'],
    destinations: [],
    splittable: true,
  };
}

const hashOf = (config: Record<string, unknown>, bound = bindings) =>
  cursorsOf(planWith(config), bound).nightly?.queryHash;

it('asks the same when only its times change', () => {
  const one = hashOf({ table: 'people', cron: '0 2 * * *', timezone: 'UTC' });
  expect(hashOf({ table: 'people', cron: '0 3 * * *', timezone: 'Europe/Zurich', check: '0 4 * * *' })).toBe(
    one,
  );
});

it('asks something else of another table, with another filter, or of another system', () => {
  const one = hashOf({ table: 'people' });
  const others = [
    hashOf({ table: 'leads' }),
    hashOf({ table: 'people', where: 'active' }),
    hashOf({ table: 'people' }, { shop: 'c2' }),
  ];
  expect(new Set([one, ...others]).size).toBe(4);
});

it('carries what a person chose', () => {
  expect(cursorsOf(planWith({}), bindings, { nightly: 'reload' }).nightly?.choice).toBe('reload');
});

import { describe, expect, it } from 'vitest';
import { compileFlow } from '../compileFlow.ts';
import { env, field, schema } from '../testing/catalogue.ts';
import { approve, filter, flow, hook, map, post } from '../testing/flows.ts';

const hold = { type: 'hold', config: { cron: '0 18 * * *', timezone: 'Europe/Zurich' } };
const crossing = {
  type: 'crossing',
  config: { where: { tests: [{ field: 'city', is: 'equals', value: 'Bern' }] } },
};

const found = (...[nodes, edges, more]: Parameters<typeof flow>) =>
  compileFlow(flow(nodes, edges, more), env).diagnostics.map(({ severity, code, node, path }) =>
    [severity, code, node, path].filter(Boolean).join(' '),
  );

describe('a checkpoint', () => {
  it('goes into the plan as what it is, with the feeders still the only sources', () => {
    const nodes = { a: hook, when: crossing, evening: hold, boss: approve, d: post };
    const { plan, diagnostics } = compileFlow(
      flow(nodes, [
        ['a', 'when'],
        ['when', 'evening'],
        ['evening', 'boss'],
        ['boss', 'd'],
      ]),
      env,
    );
    expect(diagnostics).toEqual([]);
    expect(plan?.steps.map(({ node, role }) => `${node} ${role}`)).toEqual([
      'a trigger',
      'when checkpoint',
      'evening checkpoint',
      'boss checkpoint',
      'd destination',
    ]);
    expect([plan?.feeders, plan?.destinations, plan?.splittable]).toEqual([['a'], ['d'], true]);
    expect(plan?.steps[3]?.config).toEqual({ question: 'May this record go on?', whenExpired: 'stay' });
  });

  it('gives the same plan whatever the order of the file and the places on the canvas', () => {
    const edges: [string, string][] = [
      ['a', 'evening'],
      ['evening', 'boss'],
      ['boss', 'd'],
    ];
    const one = flow({ a: hook, evening: hold, boss: approve, d: post }, edges);
    const other = flow({ d: post, boss: approve, evening: hold, a: hook }, edges.toReversed(), {
      layout: { d: [0, 0], a: [900, 40] },
    });
    const hashes = [one, other].map((document) => compileFlow(document, env).plan?.hash);
    expect(hashes[0]).toBeTruthy();
    expect(hashes[0]).toBe(hashes[1]);
  });

  it('lets records on as they are, so their fields are known behind it and a map writes through it', () => {
    const stated = schema([field('id'), field('city')], { key: ['id'] });
    const { inputs, targets } = compileFlow(
      flow({ a: hook, m: map, boss: approve, d: post }, [
        ['a', 'm'],
        ['m', 'boss'],
        ['boss', 'd'],
      ]),
      { ...env, schemas: { a: stated } },
    );
    expect(inputs.d?.fields.map(({ name }) => name)).toEqual(['id']);
    expect(targets).toEqual({ m: 'd' });
  });

  it('must lead to a destination and be fed by a source', () => {
    expect(
      found({ a: hook, boss: approve, d: post }, [
        ['a', 'boss'],
        ['a', 'd'],
      ]),
    ).toEqual(['error step.leads-nowhere boss']);
    expect(
      found({ a: hook, boss: approve, d: post }, [
        ['boss', 'd'],
        ['a', 'd'],
      ]),
    ).toEqual(['error step.not-fed boss']);
  });

  it('that waits for a time needs one that comes, in a zone that exists', () => {
    const never = { type: 'hold', config: { cron: '0 2 30 2 *', timezone: 'Zurich' } };
    expect(
      found({ a: hook, evening: never, d: post }, [
        ['a', 'evening'],
        ['evening', 'd'],
      ]),
    ).toEqual(['error schedule.cron evening cron', 'error schedule.timezone evening timezone']);
    const none = { type: 'hold', config: {} };
    expect(
      found({ a: hook, evening: none, d: post }, [
        ['a', 'evening'],
        ['evening', 'd'],
      ]),
    ).toEqual(['error step.config evening cron']);
  });

  it('that waits for a condition needs one about fields that come', () => {
    const { diagnostics } = compileFlow(
      flow({ a: hook, when: crossing, f: filter, d: post }, [
        ['a', 'when'],
        ['when', 'f'],
        ['f', 'd'],
      ]),
      { ...env, schemas: { a: schema([field('id'), field('town')]) } },
    );
    expect(diagnostics).toMatchObject([{ code: 'mapping.unknown-source-field', node: 'when' }]);
    expect(diagnostics[0]?.path).toMatch(/^where/);
    expect(diagnostics[0]?.whatToDo).toBeTruthy();
  });

  it('that stands alone only warns, and does not run', () => {
    expect(found({ a: hook, boss: approve, d: post }, [['a', 'd']])).toEqual(['warning step.loose boss']);
  });
});

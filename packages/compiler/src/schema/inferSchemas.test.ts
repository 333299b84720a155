import { describe, expect, it } from 'vitest';
import { compileFlow } from '../compileFlow.ts';
import { env, field, said, schema } from '../testing/catalogue.ts';
import { approve, branch, filter, flow, hook, map, post } from '../testing/flows.ts';

const names = (fields: { name: string }[] = []) => fields.map(({ name }) => name);

describe('what is known of records along the way', () => {
  it('passes through filter, branch and approval as it is', () => {
    const document = flow({ a: hook, b: filter, c: branch, d: approve, e: post }, [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'd', 'yes'],
      ['d', 'e'],
    ]);
    const stated = schema([field('id'), field('city')], { key: ['id'] });
    const { inputs, schemas } = compileFlow(document, { ...env, schemas: { a: stated } });
    for (const step of ['b', 'c', 'd', 'e']) expect(inputs[step]).toEqual(stated);
    for (const step of ['b', 'c', 'd']) expect(schemas[step]).toEqual(stated);
  });

  it('is what the table of a map makes of it', () => {
    const document = flow({ a: hook, b: map, c: post }, [
      ['a', 'b'],
      ['b', 'c'],
    ]);
    const { inputs } = compileFlow(document, {
      ...env,
      schemas: { a: schema([field('id'), field('city')]) },
    });
    expect(names(inputs.c?.fields)).toEqual(['id']);
  });

  it('is open where nobody knows: no schema, unknown step type, settings that cannot be read', () => {
    const document = flow(
      {
        a: hook,
        b: { type: 'map', config: { fields: 1 } },
        c: { type: 'un.known', config: {} },
        d: post,
        e: filter,
      },
      [
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'd'],
      ],
    );
    const { inputs, schemas } = compileFlow(document, env);
    expect([inputs.b, inputs.c, inputs.d, inputs.e, schemas.d]).toEqual(
      Array(5).fill({ fields: [], key: [], cursorFields: [], open: true }),
    );
  });

  it('warns where one field comes in types that do not go together', () => {
    const document = flow({ a: hook, b: hook, c: post }, [
      ['a', 'c'],
      ['b', 'c'],
    ]);
    const schemas = { a: schema([field('at', 'boolean')]), b: schema([field('at', 'date')]) };
    expect(said(document, 'merge.type-conflict', { schemas })).toMatchObject([
      { severity: 'warning', node: 'c', field: 'at', title: 'at reaches c as yes/no and as date' },
    ]);
  });

  it('gives steps on a circle no guess', () => {
    const document = flow({ a: hook, b: filter, c: filter, d: post }, [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'b'],
      ['c', 'd'],
    ]);
    const { inputs } = compileFlow(document, { ...env, schemas: { a: schema([field('city')]) } });
    expect(inputs.b?.open).toBe(true);
  });

  it('does not take what an object inherits for a schema', () => {
    const document = flow({ toString: hook, valueOf: post }, [['toString', 'valueOf']]);
    const { plan, schemas } = compileFlow(document, env);
    expect(plan?.feeders).toEqual(['toString']);
    expect(Object.keys(schemas)).toEqual(['toString', 'valueOf']);
  });
});

describe('the destination a map writes for', () => {
  const targets = (edges: [string, string, string?][]) => {
    const nodes = { a: hook, m: map, n: map, f: filter, k: branch, w: approve, d: post, e: post };
    return compileFlow(flow(nodes, edges as [string, string][]), env).targets;
  };

  it('is found through steps that only sort records out', () => {
    expect(
      targets([
        ['a', 'm'],
        ['m', 'd'],
      ]),
    ).toEqual({ m: 'd' });
    expect(
      targets([
        ['m', 'f'],
        ['f', 'k'],
        ['k', 'w', 'yes'],
        ['k', 'd', 'else'],
        ['w', 'd'],
      ]),
    ).toEqual({ m: 'd' });
  });

  it('is none when there are several, or another map stands between', () => {
    expect(
      targets([
        ['m', 'd'],
        ['m', 'e'],
      ]),
    ).toEqual({});
    expect(
      targets([
        ['m', 'k'],
        ['k', 'd', 'yes'],
        ['k', 'e', 'else'],
      ]),
    ).toEqual({});
    expect(
      targets([
        ['m', 'n'],
        ['n', 'd'],
      ]),
    ).toEqual({ n: 'd' });
    expect(
      targets([
        ['m', 'n'],
        ['n', 'd'],
        ['m', 'd'],
      ]),
    ).toEqual({ n: 'd' });
  });

  it('is not undone by a way that leads nowhere', () => {
    expect(
      targets([
        ['m', 'f'],
        ['m', 'd'],
      ]),
    ).toEqual({ m: 'd' });
  });
});

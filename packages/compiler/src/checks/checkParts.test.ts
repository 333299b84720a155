import { describe, expect, it } from 'vitest';
import { compileFlow } from '../compileFlow.ts';
import { codes, env, field, said, schema } from '../testing/catalogue.ts';
import { flow, hook, map, post } from '../testing/flows.ts';

describe('a flow in several parts', () => {
  const inParts = (config: Record<string, unknown>, key = ['id']) => ({
    ...flow({ start: { type: 'hook.trigger', config }, shape: map, end: post }, [
      ['start', 'shape'],
      ['shape', 'end'],
    ]),
    settings: { parts: 4 },
    key,
  });
  const compile = ({ key, ...document }: ReturnType<typeof inParts>, mapKey?: unknown) => {
    const shape = {
      type: 'map',
      config: { ...map.config, ...(mapKey === undefined ? {} : { key: mapKey }) },
    };
    const schemas = { start: schema([field('id')], { key, open: true }) };
    return compileFlow({ ...document, nodes: { ...document.nodes, shape } }, { ...env, schemas });
  };

  it('is fine when each source keeps its key', () => {
    expect(compile(inParts({})).plan).toMatchObject({ splittable: true, settings: { parts: 4 } });
    expect(compile(inParts({}), 'id').plan?.splittable).toBe(true);
    expect(compile(inParts({}, ['odd.name']), ['["odd.name"]']).plan?.splittable).toBe(true);
  });

  it('is refused, with the reason, when a map sets another key', () => {
    const { plan, diagnostics } = compile(inParts({}), 'email');
    expect(plan).toBeNull();
    expect(diagnostics[0]).toMatchObject({ code: 'settings.parts', node: 'shape' });
    expect(diagnostics[0]?.title).toContain('sets the key to email');
    expect(codes(compile(inParts({}, ['id', 'shop']), ['shop', 'id']).diagnostics)).toContain(
      'settings.parts',
    );
  });

  it('is refused when one post carries several records', () => {
    expect(compile(inParts({ items: 'orders' })).diagnostics[0]).toMatchObject({
      code: 'settings.parts',
      node: 'start',
    });
  });

  it('is not held up by a step that is not connected', () => {
    const idle = { type: 'map', config: { ...map.config, key: 'email' } };
    const document = flow({ start: hook, end: post, idle }, [['start', 'end']], { settings: { parts: 2 } });
    expect(compileFlow(document, env).plan?.splittable).toBe(true);
  });

  it('is refused when a second map sets a key, since names may have changed before it', () => {
    const document = flow(
      { start: hook, first: map, second: { type: 'map', config: { ...map.config, key: 'id' } }, end: post },
      [
        ['start', 'first'],
        ['first', 'second'],
        ['second', 'end'],
      ],
      { settings: { parts: 2 } },
    );
    const schemas = { start: schema([field('id')], { key: ['id'] }) };
    expect(said(document, 'settings.parts', { schemas })[0]?.node).toBe('second');
    expect(compileFlow({ ...document, settings: {} }, { ...env, schemas }).plan?.splittable).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { compileFlow } from '../compileFlow.ts';
import { env } from '../testing/catalogue.ts';
import { branch, filter, flow, hook, map, post } from '../testing/flows.ts';

type Args = Parameters<typeof flow>;
const found = (...args: Args) =>
  compileFlow(flow(...args), env).diagnostics.map(
    ({ severity, code, node = '*' }) => `${severity} ${code} ${node}`,
  );

describe('a flow', () => {
  it('needs a source and a destination', () => {
    expect(found({}, [])).toEqual(['error flow.no-destination *', 'error flow.no-source *']);
    expect(found({ a: map, b: post }, [['a', 'b']])).toContain('error flow.no-source *');
    expect(found({ a: hook }, [])).toEqual([
      'error flow.no-destination *',
      'error step.source-leads-nowhere a',
    ]);
  });

  it('needs every source to reach a destination: what it brings would be lost', () => {
    expect(found({ a: hook, b: post, z: hook }, [['a', 'b']])).toEqual(['error step.source-leads-nowhere z']);
  });

  it('needs a source for every step that leads on', () => {
    const edges: Args[1] = [
      ['a', 'b'],
      ['m', 'b'],
    ];
    expect(found({ a: hook, b: post, m: map }, edges)).toEqual(['error step.not-fed m']);
  });

  it('needs a destination behind every step that is fed, and says so where records end', () => {
    const edges: Args[1] = [
      ['a', 'b'],
      ['a', 'm'],
      ['m', 'f'],
    ];
    expect(found({ a: hook, b: post, m: map, f: filter }, edges)).toEqual(['error step.leads-nowhere f']);
  });

  it('may hold steps that are not connected', () => {
    expect(found({ a: hook, b: post, later: map, idea: post }, [['a', 'b']])).toEqual([
      'warning step.loose idea',
      'warning step.loose later',
    ]);
  });

  it('may leave a way of a branch open, and is told what that means', () => {
    const edges: Args[1] = [
      ['a', 'k'],
      ['k', 'b', 'yes'],
    ];
    expect(found({ a: hook, k: branch, b: post }, edges)).toEqual(['warning step.open-way k']);
  });

  it('is not helped by a loose step of a type nobody knows', () => {
    expect(found({ a: { type: 'no.type', config: {} } }, [])).toEqual([
      'error flow.no-destination *',
      'error flow.no-source *',
      'warning step.loose a',
      'warning step.unknown-type a',
    ]);
  });

  it('with a step of an unknown type is not also said to lack what that step may be', () => {
    expect(found({ a: hook, b: { type: 'no.type', config: {} } }, [['a', 'b']])).toEqual([
      'error step.unknown-type b',
    ]);
    expect(found({ a: { type: 'no.type', config: {} }, b: post }, [['a', 'b']])).toEqual([
      'error step.unknown-type a',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { compileFlow } from '../compileFlow.ts';
import { codes, env, said } from '../testing/catalogue.ts';
import { approve, branch, flow, hook, map, post } from '../testing/flows.ts';

const nodes = { start: hook, shape: map, end: post };
const whole: [string, string][] = [
  ['start', 'shape'],
  ['shape', 'end'],
];

describe('an edge that cannot be', () => {
  it('to a step that is not there is one error, not a row of them', () => {
    const document = flow(nodes, [
      ['start', 'shape'],
      ['shape', 'ghost'],
    ]);
    const { diagnostics } = compileFlow(document, env);
    expect(diagnostics.filter((one) => one.severity === 'error')).toMatchObject([
      { code: 'edge.unknown-step', node: 'shape', whatToDo: 'Remove the edge, or add the step ghost.' },
    ]);
  });

  it('from a step that is not there is told at the step it leads to', () => {
    expect(said(flow(nodes, [...whole, ['ghost', 'end']]), 'edge.unknown-step')).toMatchObject([
      { node: 'end' },
    ]);
    const [lost] = said(flow(nodes, [...whole, ['ghost', 'toString']]), 'edge.unknown-step');
    expect(lost?.node).toBeUndefined();
    expect(lost?.title).toContain('ghost');
  });

  it('by a way out the step does not have names those it has', () => {
    const document = flow({ start: hook, fork: branch, end: post }, [
      ['start', 'fork'],
      ['fork', 'end', 'maybe'],
    ]);
    expect(said(document, 'edge.unknown-port')).toMatchObject([
      {
        node: 'fork',
        port: 'maybe',
        title: 'fork has no way out called "maybe"',
        whatToDo: 'Use one of: yes, else.',
      },
    ]);
    document.edges[1] = ['fork', 'end'];
    expect(said(document, 'edge.unknown-port')).toMatchObject([{ port: 'out' }]);
  });

  it('into a source, out of a destination or into itself', () => {
    expect(said(flow(nodes, [...whole, ['shape', 'start']]), 'edge.into-source')).toMatchObject([
      { node: 'start' },
    ]);
    expect(said(flow(nodes, [...whole, ['end', 'shape']]), 'edge.from-destination')).toMatchObject([
      { node: 'end' },
    ]);
    expect(said(flow(nodes, [...whole, ['shape', 'shape']]), 'edge.self')).toMatchObject([{ node: 'shape' }]);
  });

  it('that is there twice, however it is spelled', () => {
    expect(said(flow(nodes, [...whole, ['shape', 'end', 'out']]), 'edge.repeated')).toMatchObject([
      { node: 'shape' },
    ]);
    expect(said(flow(nodes, [...whole, ['shape', 'end'], ['shape', 'end']]), 'edge.repeated')).toHaveLength(
      1,
    );
  });

  it('does not count two ways of a branch into one step as a repeat', () => {
    const document = flow({ start: hook, fork: branch, end: post }, [
      ['start', 'fork'],
      ['fork', 'end', 'yes'],
      ['fork', 'end', 'else'],
    ]);
    const { plan, diagnostics } = compileFlow(document, env);
    expect(diagnostics).toEqual([]);
    expect(plan?.steps[1]?.next).toEqual({ yes: ['end'], else: ['end'] });
  });

  it('in a circle names the whole circle', () => {
    const document = flow({ ...nodes, wait: { ...approve, title: 'Ask Lena' } }, [
      ...whole,
      ['shape', 'wait'],
      ['wait', 'shape'],
    ]);
    expect(said(document, 'flow.circle')).toMatchObject([
      { node: 'shape', title: 'These steps feed each other in a circle: shape → Ask Lena → shape' },
    ]);
    expect(codes(compileFlow(document, env).diagnostics)).toEqual(['flow.circle']);
  });

  it('is not blamed on a step whose settings cannot be read yet', () => {
    const document = flow({ start: hook, fork: { type: 'branch', config: {} }, end: post }, [
      ['start', 'fork'],
      ['fork', 'end', 'yes'],
    ]);
    expect(new Set(codes(compileFlow(document, env).diagnostics))).toEqual(new Set(['step.config']));
  });
});

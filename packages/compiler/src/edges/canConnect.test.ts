import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFlow } from '../compileFlow.ts';
import { env } from '../testing/catalogue.ts';
import { approve, branch, flow, hook, map, post, shopToMail } from '../testing/flows.ts';
import { canConnect } from './canConnect.ts';

const reason = (from: string, port: string | null, to: string, document = shopToMail()) => {
  const answer = canConnect(document, from, port, to, env);
  return answer.ok ? null : answer.reason;
};

describe('drawing an edge', () => {
  it('is allowed where the flow stays one', () => {
    const document = shopToMail();
    document.nodes.audit = post;
    expect(reason('clean', null, 'audit', document)).toBeNull();
    expect(reason('clean', 'out', 'audit', document)).toBeNull();
  });

  it('is refused with a reason people can act on', () => {
    expect(reason('members', null, 'clean')).toBe('A destination is the end. Nothing can follow it.');
    expect(reason('clean', null, 'nightly')).toBe('A source is the beginning. Nothing can lead into it.');
    expect(reason('clean', null, 'clean')).toBe('A step cannot feed itself.');
    expect(reason('clean', null, 'members')).toBe('These two are connected already.');
    expect(reason('clean', 'vip', 'members')).toBe('clean has no way out called "vip". It has: out.');
    expect(reason('clean', null, 'ghost')).toBe('There is no step ghost.');
    expect(reason('constructor', null, 'clean')).toBe('There is no step constructor.');
  });

  it('names the circle it would make, by titles', () => {
    const document = flow({ a: hook, b: map, c: { ...approve, title: 'Ask Lena' }, d: map, e: post }, [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'd'],
      ['d', 'e'],
    ]);
    expect(reason('d', null, 'b', document)).toBe('This would make a circle: d → b → Ask Lena → d.');
  });

  it('shortens a circle too long to read at the pointer', () => {
    const names = Array.from({ length: 20 }, (_, n) => `s${String(n).padStart(2, '0')}`);
    const document = flow(
      Object.fromEntries(names.map((name) => [name, map])),
      names.slice(1).map((name, n) => [names[n] ?? '', name]),
    );
    expect(reason('s19', null, 's00', document)).toBe(
      'This would make a circle: s19 → s00 → s01 → s02 → 14 more → s17 → s18 → s19.',
    );
  });

  it('does not stand in the way of a branch that is still being set up', () => {
    const document = flow({ fork: { type: 'branch', config: {} }, end: post }, []);
    expect(reason('fork', 'yes', 'end', document)).toBeNull();
  });

  it('says yes exactly where the compiler has nothing against the new edge', () => {
    const nodes = { a: hook, b: map, c: branch, d: approve, e: post, f: post };
    const name = fc.constantFrom(...Object.keys(nodes));
    const port = fc.constantFrom('out', 'yes', 'else');
    const edge = fc.tuple(name, name, port);
    const about = /^(edge\.|flow\.circle)/;
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 6 }), edge, (drawn, [from, to, way]) => {
        const edges: [string, string, string][] = [];
        for (const [start, end, by] of drawn) {
          if (canConnect(flow(nodes, edges), start, by, end, env).ok) edges.push([start, end, by]);
        }
        const problems = (list: typeof edges) =>
          compileFlow(flow(nodes, list), env).diagnostics.filter((one) => about.test(one.code));
        expect(problems(edges)).toEqual([]);
        const answer = canConnect(flow(nodes, edges), from, way, to, env);
        expect(problems([...edges, [from, to, way]]).length === 0).toBe(answer.ok);
      }),
    );
  });
});

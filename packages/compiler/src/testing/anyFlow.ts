import type { FlowDocument, FlowNode } from '@syncline/model';
import fc from 'fast-check';
import { approve, branch, filter, hook, map, post } from './flows.ts';

const feeder: FlowNode = { type: 'shop.schedule', connection: 'shop', config: { cron: '*/5 * * * *' } };
const list: FlowNode = {
  type: 'mail.upsert',
  version: 3,
  connection: 'mail',
  config: { audience: 'a', key: 'id' },
};
const middles: FlowNode[] = [map, filter, branch, approve];

/**
 * Flows in order: sources, some layers between, destinations. Each step is fed by one of the layers before it, and each
 * that would end without a destination leads to the last one.
 */
export const goodFlow: fc.Arbitrary<FlowDocument> = fc
  .record({
    feeders: fc.array(fc.constantFrom<FlowNode>(hook, feeder), { minLength: 1, maxLength: 3 }),
    middles: fc.array(fc.constantFrom(...middles), { maxLength: 6 }),
    ends: fc.array(fc.constantFrom<FlowNode>(post, list), { minLength: 1, maxLength: 3 }),
    picks: fc.array(fc.nat(), { minLength: 32, maxLength: 32 }),
  })
  .map(({ feeders, middles: between, ends, picks }) => build(feeders, between, ends, picks));

function build(feeders: FlowNode[], between: FlowNode[], ends: FlowNode[], picks: number[]): FlowDocument {
  const nodes: Record<string, FlowNode> = {};
  const edges: [string, string, string][] = [];
  const open = new Set<string>();
  const before: string[] = [];
  let at = 0;
  const link = (from: string, to: string) => {
    const pick = picks[at++ % picks.length] ?? 0;
    edges.push([from, to, nodes[from]?.type === 'branch' ? (pick % 2 === 0 ? 'yes' : 'else') : 'out']);
    open.delete(from);
  };
  let count = 0;
  const add = (node: FlowNode): string => {
    // Names of no order of their own, so that nothing is in order by accident.
    const name = `n${(picks[count % picks.length] ?? 0) % 90}x${count++}`;
    nodes[name] = node;
    return name;
  };
  for (const node of feeders) before.push(add(node));
  for (const name of before) open.add(name);
  for (const node of [...between, ...ends]) {
    const name = add(node);
    link(before[(picks[at] ?? 0) % before.length] ?? '', name);
    if (ends.includes(node)) continue;
    before.push(name);
    open.add(name);
  }
  const last = add(post);
  for (const name of [...open]) link(name, last);
  if (!edges.some(([, to]) => to === last)) delete nodes[last];
  return { syncline: 1, name: 'Any', nodes, edges };
}

/** Names that reach an object's insides when somebody forgets that they can. */
export const hostileText = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '',
  ' ',
  '0',
  '-1',
  'out',
  '\u0000',
  '\u202Eabc',
  '../..',
  '<b>',
  '{{x}}',
  'x'.repeat(2_000),
);

/** Any JSON at all, with hostile names among its keys and texts. */
export const anyJson: fc.Arbitrary<unknown> = fc
  .jsonValue({ maxDepth: 4 })
  .chain((value) =>
    fc.oneof(fc.constant(value), fc.dictionary(hostileText, fc.jsonValue(), { maxKeys: 4 }), hostileText),
  );

/** A place in a document and what is done there: set to anything, or taken away. */
export interface Mutation {
  walk: number[];
  value: unknown;
  remove: boolean;
}

export const anyMutation: fc.Arbitrary<Mutation> = fc.record({
  walk: fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 7 }),
  value: anyJson,
  remove: fc.boolean(),
});

/** A copy of a document with one place changed; the walk picks a member at each level. */
export function mutate(document: unknown, { walk, value, remove }: Mutation): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(document));
  let place: unknown = copy;
  for (const [depth, pick] of walk.entries()) {
    if (typeof place !== 'object' || place === null) break;
    const keys = Object.keys(place);
    const key = keys[pick % Math.max(1, keys.length)];
    if (key === undefined) break;
    const next: unknown = Reflect.get(place, key);
    const stop = depth === walk.length - 1 || typeof next !== 'object' || next === null;
    if (!stop) {
      place = next;
      continue;
    }
    if (remove) Reflect.deleteProperty(place, key);
    else Reflect.set(place, key, value);
    break;
  }
  return copy;
}

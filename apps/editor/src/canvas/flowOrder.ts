import { buildGraph, topologicalOrder } from '@syncline/compiler';
import { edgePort, type FlowDocument } from '@syncline/model';

export interface FlowOrder {
  /** Steps in the order records pass them. */
  names: readonly string[];
  /** Place of each, from 0. */
  at: ReadonlyMap<string, number>;
}

const known = new WeakMap<FlowDocument['edges'], Map<string, FlowOrder>>();
// Every card asks: the same document is answered without looking at its steps.
const byDocument = new WeakMap<FlowDocument, FlowOrder>();

/** Steps in flow order; found once for as long as steps and arrows stay the same. */
export function orderOf(document: FlowDocument): FlowOrder {
  const asked = byDocument.get(document);
  if (asked) return asked;
  const order = findOrder(document);
  byDocument.set(document, order);
  return order;
}

function findOrder(document: FlowDocument): FlowOrder {
  const names = Object.keys(document.nodes);
  const key = names.join('\n');
  const before = known.get(document.edges);
  const found = before?.get(key);
  if (found) return found;
  const links = document.edges.map((edge) => ({ from: edge[0], to: edge[1], port: edgePort(edge) }));
  const { order, unordered } = topologicalOrder(buildGraph(names, links));
  const all = [...order, ...unordered];
  const made: FlowOrder = { names: all, at: new Map(all.map((name, index) => [name, index])) };
  known.set(document.edges, new Map([[key, made]]));
  return made;
}

const following = new WeakMap<FlowDocument['edges'], Map<string, string[]>>();

/** Steps that follow a step directly. All cards ask, so the arrows are sorted once for all of them. */
export function nextOf(document: FlowDocument, name: string): readonly string[] {
  let next = following.get(document.edges);
  if (!next) {
    next = new Map();
    for (const [from, to] of document.edges) {
      const known = next.get(from);
      if (known) known.push(to);
      else next.set(from, [to]);
    }
    following.set(document.edges, next);
  }
  return next.get(name) ?? [];
}

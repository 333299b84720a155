import { buildGraph, topologicalOrder } from '@syncline/compiler';
import { edgePort, type FlowDocument, type FlowEdge, type RecordSchema } from '@syncline/model';

/** "3 of 7" in the order records take; empty for a step that is not there. */
export function placeOf(document: FlowDocument, name: string): string {
  const names = Object.keys(document.nodes);
  const links = document.edges
    .filter((edge) => Object.hasOwn(document.nodes, edge[0]) && Object.hasOwn(document.nodes, edge[1]))
    .map((edge) => ({ from: edge[0], to: edge[1], port: edgePort(edge) }));
  const { order, unordered } = topologicalOrder(buildGraph(names, links));
  const place = [...order, ...unordered].indexOf(name);
  return place === -1 ? '' : `${place + 1} of ${names.length}`;
}

/** The edges that lead into a step. */
export const edgesInto = (document: FlowDocument, name: string): FlowEdge[] =>
  document.edges.filter((edge) => edge[1] === name && Object.hasOwn(document.nodes, edge[0]));

/** Everything the records that leave (`upTo`) or reach (`before`) a step depend on, as one text to compare. */
export function partText(document: FlowDocument, name: string, which: 'before' | 'upTo'): string {
  const seen = new Set<string>(which === 'upTo' ? [name] : []);
  const walk = (at: string) => {
    for (const [from] of edgesInto(document, at)) {
      if (seen.has(from)) continue;
      seen.add(from);
      walk(from);
    }
  };
  walk(name);
  const nodes = [...seen]
    .toSorted()
    .map((one) => [
      one,
      document.nodes[one]?.type,
      document.nodes[one]?.connection,
      document.nodes[one]?.config,
    ]);
  const edges = document.edges.filter((edge) => seen.has(edge[0]) && (seen.has(edge[1]) || edge[1] === name));
  return JSON.stringify([nodes, edges, document.tables]);
}

/** Destinations that get what leaves a step as it is: through filters and branches, not through another map. */
export function destinationsOf(
  document: FlowDocument,
  name: string,
  isDestination: (type: string) => boolean,
): string[] {
  const found: string[] = [];
  const seen = new Set<string>([name]);
  const walk = (at: string) => {
    for (const [from, to] of document.edges) {
      const node = document.nodes[to];
      if (from !== at || node === undefined || seen.has(to)) continue;
      seen.add(to);
      if (isDestination(node.type)) found.push(to);
      else if (node.type !== 'map') walk(to);
    }
  };
  walk(name);
  return found;
}

/** What several destinations accept together: every field once, required where one of them insists. */
export function joinTargets(schemas: readonly RecordSchema[]): RecordSchema | null {
  const [first, ...others] = schemas;
  if (first === undefined) return null;
  if (others.length === 0) return first;
  const fields = new Map(first.fields.map((field) => [field.name, field]));
  for (const field of others.flatMap((schema) => schema.fields)) {
    const known = fields.get(field.name);
    fields.set(field.name, known ? { ...known, required: known.required || field.required } : field);
  }
  return { ...first, fields: [...fields.values()], open: schemas.some(({ open }) => open) };
}

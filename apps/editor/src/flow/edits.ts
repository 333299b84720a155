import { edgePort, type FlowDocument, type FlowEdge, type FlowNode, hostileNames } from '@syncline/model';

/** Some steps with the edges among them: what the clipboard holds, as JSON with `"syncline": "steps"`. */
export interface Piece {
  nodes: Record<string, FlowNode>;
  edges: FlowEdge[];
  layout: Record<string, [number, number]>;
}

/** @example sameEdge(['a', 'b'], ['a', 'b', 'out']) // true */
const sameEdge = (a: FlowEdge, b: FlowEdge): boolean =>
  a[0] === b[0] && a[1] === b[1] && edgePort(a) === edgePort(b);

export function addNode(
  document: FlowDocument,
  name: string,
  node: FlowNode,
  at: [number, number],
): FlowDocument {
  return {
    ...document,
    nodes: { ...document.nodes, [name]: node },
    layout: { ...document.layout, [name]: at },
  };
}

export function changeNode(
  document: FlowDocument,
  name: string,
  change: (node: FlowNode) => FlowNode,
): FlowDocument {
  const node = document.nodes[name];
  return node === undefined ? document : { ...document, nodes: { ...document.nodes, [name]: change(node) } };
}

/** A step in the middle of a line leaves the line whole: what fed it then feeds what it fed. */
export function removeNodes(document: FlowDocument, names: readonly string[]): FlowDocument {
  const gone = new Set(names);
  const only = names.length === 1 ? names[0] : undefined;
  const into = document.edges.filter((edge) => edge[1] === only);
  const outOf = document.edges.filter((edge) => edge[0] === only);
  const [from] = into;
  const [to] = outOf;
  const bridged: FlowEdge[] =
    from && to && into.length === 1 && outOf.length === 1
      ? [from[2] === undefined ? [from[0], to[1]] : [from[0], to[1], from[2]]]
      : [];
  const keep = <T>(record: Record<string, T>) =>
    Object.fromEntries(Object.entries(record).filter(([name]) => !gone.has(name)));
  return {
    ...document,
    nodes: keep(document.nodes),
    edges: [...document.edges.filter((edge) => !gone.has(edge[0]) && !gone.has(edge[1])), ...bridged],
    ...(document.layout ? { layout: keep(document.layout) } : {}),
  };
}

export function connect(document: FlowDocument, edge: FlowEdge): FlowDocument {
  if (document.edges.some((existing) => sameEdge(existing, edge))) return document;
  return { ...document, edges: [...document.edges, edge] };
}

export function disconnect(document: FlowDocument, edges: readonly FlowEdge[]): FlowDocument {
  return {
    ...document,
    edges: document.edges.filter((existing) => !edges.some((edge) => sameEdge(existing, edge))),
  };
}

/** A free, readable name for a new step. @example freeName({ map: node }, 'map') // 'map2' */
export function freeName(nodes: Record<string, unknown>, wanted: string): string {
  const stem =
    wanted
      .replace(/[^A-Za-z0-9_-]/g, '')
      .replace(/^[^A-Za-z]+/, '')
      .slice(0, 50) || 'step';
  const free = (name: string) => !Object.hasOwn(nodes, name) && !hostileNames.has(name);
  if (free(stem)) return stem;
  const base = stem.replace(/\d+$/, '') || stem;
  let number = 2;
  while (!free(`${base}${number}`)) number += 1;
  return `${base}${number}`;
}

/** The chosen steps and the edges among them. */
export function cut(document: FlowDocument, names: readonly string[]): Piece {
  const chosen = new Set(names);
  const pick = <T>(record: Record<string, T>) =>
    Object.fromEntries(Object.entries(record).filter(([name]) => chosen.has(name)));
  return {
    nodes: pick(document.nodes),
    edges: document.edges.filter((edge) => chosen.has(edge[0]) && chosen.has(edge[1])),
    layout: pick(document.layout ?? {}),
  };
}

/** Adds a piece under free names, its top left corner at `at`. */
export function paste(
  document: FlowDocument,
  piece: Piece,
  at: [number, number],
): { document: FlowDocument; names: string[] } {
  const places = Object.values(piece.layout);
  const left = Math.min(...places.map(([x]) => x), Number.POSITIVE_INFINITY);
  const top = Math.min(...places.map(([, y]) => y), Number.POSITIVE_INFINITY);
  const renamed = new Map<string, string>();
  let next = document;
  for (const [name, node] of Object.entries(piece.nodes)) {
    const free = freeName(next.nodes, name);
    renamed.set(name, free);
    const [x, y] = piece.layout[name] ?? [left, top];
    const place: [number, number] = [
      Number.isFinite(left) ? at[0] + x - left : at[0],
      Number.isFinite(top) ? at[1] + y - top : at[1],
    ];
    next = addNode(next, free, node, place);
  }
  for (const [from, to, port] of piece.edges) {
    const a = renamed.get(from);
    const b = renamed.get(to);
    if (a && b) next = connect(next, port === undefined ? [a, b] : [a, b, port]);
  }
  return { document: next, names: [...renamed.values()] };
}

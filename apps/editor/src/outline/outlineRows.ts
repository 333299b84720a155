import { edgePort, type FlowDocument } from '@syncline/model';
import { type Definitions, waysOf, wayTitle } from '../canvas/definitions.ts';
import { orderOf } from '../canvas/flowOrder.ts';

export type OutlineRow =
  | { kind: 'heading'; key: string; text: string }
  /** A way out of a step that has several. */
  | { kind: 'way'; key: string; text: string; depth: number }
  /** `joined`: a line leads down to it from the row above. */
  | { kind: 'step'; key: string; name: string; depth: number; joined: boolean };

/**
 * The flow as a list in flow order: what starts it, then step by step. Ways of a branch stand under it, one level in; where
 * ways meet again the list goes back out.
 */
export function outlineRows(document: FlowDocument, definitions: Definitions): OutlineRow[] {
  const order = orderOf(document);
  const feeds = (name: string) => document.edges.filter((edge) => edge[1] === name);
  const follows = (name: string) =>
    document.edges
      .filter((edge) => edge[0] === name && document.nodes[edge[1]])
      .toSorted((a, b) => wayIndex(document, definitions, a) - wayIndex(document, definitions, b));
  const done = new Set<string>();
  const depths = new Map<string, number>();
  const rows: OutlineRow[] = [];

  const visit = (name: string, depth: number, joined: boolean) => {
    if (done.has(name)) return;
    done.add(name);
    depths.set(name, depth);
    rows.push({ kind: 'step', key: name, name, depth, joined });
    const outgoing = follows(name);
    const several = outgoing.length > 1;
    for (const edge of outgoing) {
      const next = edge[1];
      const waits = feeds(next).some(([from]) => !done.has(from));
      if (waits || done.has(next)) continue;
      const inward =
        feeds(next).length > 1 ? Math.min(...feeds(next).map(([from]) => depths.get(from) ?? 0)) : depth;
      if (several && feeds(next).length === 1) {
        const text = wayTitle(document, name, edgePort(edge));
        rows.push({
          kind: 'way',
          key: `${name}|${edgePort(edge)}|${next}`,
          text: text === 'out' ? 'And' : text,
          depth,
        });
        visit(next, depth + 1, false);
      } else visit(next, inward, true);
    }
  };

  const starts = order.names.filter((name) => feeds(name).length === 0);
  const feeders = starts.filter(
    (name) => (definitions.entry(document.nodes[name]?.type ?? '')?.ports.in ?? 1) === 0,
  );
  const loose = starts.filter((name) => !feeders.includes(name));
  if (feeders.length > 0) {
    rows.push({
      kind: 'heading',
      key: 'heading starts',
      text: feeders.length > 1 ? 'Starts with either' : 'Starts with',
    });
  }
  for (const name of feeders) visit(name, 0, false);
  if (loose.length > 0) rows.push({ kind: 'heading', key: 'heading loose', text: 'Not connected yet' });
  for (const name of loose) visit(name, 0, false);
  const left = order.names.filter((name) => !done.has(name));
  if (left.length > 0) rows.push({ kind: 'heading', key: 'heading circle', text: 'In a circle' });
  for (const name of left) visit(name, 0, false);
  return rows;
}

function wayIndex(
  document: FlowDocument,
  definitions: Definitions,
  edge: FlowDocument['edges'][number],
): number {
  const at = waysOf(document, edge[0], definitions).out.indexOf(edgePort(edge));
  // "Everyone else" is drawn last on the card and stands last here.
  return at < 0 ? Number.MAX_SAFE_INTEGER : at;
}

import { canonicalJson } from './canonicalJson.ts';
import type { FlowDocument } from './document.ts';

/**
 * The canonical text of what a flow does: without layout, notes, name and description. Hash it to tell whether two
 * documents run alike.
 *
 * @example logicOf({ ...flow, layout: {} }) === logicOf(flow) // true
 */
export function logicOf(flow: FlowDocument): string {
  const nodes = Object.fromEntries(
    Object.entries(flow.nodes).map(([name, { type, version, connection, config }]) => [
      name,
      { type, version: version ?? 1, connection, config },
    ]),
  );
  const edges = flow.edges.map((edge) => canonicalJson(edge)).sort();
  return canonicalJson({
    syncline: flow.syncline,
    nodes,
    edges,
    tables: flow.tables,
    settings: flow.settings,
  });
}

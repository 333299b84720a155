import type { FlowEdge } from './document.ts';

/** Port of the only way out of a node that has one. */
export const mainPort = 'out';

/** The port an edge leaves from. @example edgePort(['vip', 'mail', 'yes']) // 'yes' */
export function edgePort(edge: FlowEdge): string {
  return edge[2] ?? mainPort;
}

import type { FlowDocument } from './document.ts';

/** A document with nothing drawn in it yet. */
export function emptyFlow(name: string): FlowDocument {
  return { syncline: 1, name, nodes: {}, edges: [] };
}

import { portsOf } from '@syncline/compiler';
import {
  type AnyNodeDefinition,
  type Catalogue,
  type CatalogueNode,
  type FlowDocument,
  mainPort,
  type NodePorts,
} from '@syncline/model';
import type * as z from 'zod';

/** What the compiler asks of a catalogue, built from the catalogue's JSON. */
export interface Definitions {
  definition(type: string): AnyNodeDefinition | undefined;
  entry(type: string): CatalogueNode | undefined;
}

// Takes every config as it is. The compiler's questions here only call `safeParse`, and a real schema would bring the
// parser into the first load.
const anyConfig = {
  safeParse: (config: unknown) => ({ success: true, data: config }),
} as unknown as z.ZodType<Record<string, unknown>>;
const known = new WeakMap<Catalogue, Definitions>();

/** Definitions of a catalogue; made once for each. The server checks configs, the canvas only needs roles and ports. */
export function definitionsOf(catalogue: Catalogue): Definitions {
  const before = known.get(catalogue);
  if (before) return before;
  const entries = new Map(catalogue.nodes.map((entry) => [entry.type, entry]));
  const definitions = new Map(catalogue.nodes.map((entry) => [entry.type, toDefinition(entry)]));
  const made: Definitions = {
    definition: (type) => definitions.get(type),
    entry: (type) => entries.get(type),
  };
  known.set(catalogue, made);
  return made;
}

function toDefinition(entry: CatalogueNode): AnyNodeDefinition {
  return {
    type: entry.type,
    version: entry.version,
    role: entry.role,
    title: entry.title,
    icon: entry.icon,
    doc: entry.doc,
    config: anyConfig,
    ports: (config: Record<string, unknown>) => ({
      in: entry.ports.in === 0 ? 0 : 1,
      out: [...pathsOf(config).map(({ name }) => name), ...entry.ports.out],
    }),
  };
}

/** The named ways out a config describes; empty for all steps but a branch. */
function pathsOf(config: Record<string, unknown>): { name: string; title: string }[] {
  if (!Array.isArray(config.paths)) return [];
  return config.paths.flatMap((path: unknown) => {
    if (typeof path !== 'object' || path === null || !('name' in path)) return [];
    const { name } = path;
    if (typeof name !== 'string' || name === '') return [];
    const title = 'title' in path && typeof path.title === 'string' ? path.title.trim() : '';
    return [{ name, title: title || name }];
  });
}

/** Whether a step's ways out are drawn as rows. */
export function isBranch(document: FlowDocument, name: string, definitions: Definitions): boolean {
  const node = document.nodes[name];
  if (!node) return false;
  const out = definitions.entry(node.type)?.ports.out ?? [mainPort];
  return pathsOf(node.config).length > 0 || (out.length > 0 && !out.includes(mainPort));
}

/** Ways in and out of one step. Quick for all but a branch, whose ways also depend on its arrows. */
export function waysOf(document: FlowDocument, name: string, definitions: Definitions): NodePorts {
  const node = document.nodes[name];
  if (!node) return { in: 0, out: [] };
  if (isBranch(document, name, definitions)) return portsOf(document, name, definitions);
  const entry = definitions.entry(node.type);
  if (!entry) return { in: 1, out: [mainPort] };
  return { in: entry.ports.in === 0 ? 0 : 1, out: entry.ports.out };
}

/** What a way out is called on screen. */
export function wayTitle(document: FlowDocument, name: string, port: string): string {
  const path = pathsOf(document.nodes[name]?.config ?? {}).find((candidate) => candidate.name === port);
  if (path) return path.title;
  return port === 'else' ? 'Everyone else' : port;
}

import {
  type AnyNodeDefinition,
  type Catalogue,
  type CatalogueConnection,
  type CatalogueNode,
  type ConnectionDefinition,
  isFeeder,
  type NodeDefinition,
  type NodePorts,
} from '@syncline/model';
import * as z from 'zod';
import { connectors, nodeDefinitions } from './registry.ts';

/**
 * Every step and every kind of connection as JSON, for the editor and for tools: forms as JSON Schema with titles,
 * descriptions, defaults, `ui` and `secret`.
 *
 * @param extraNodes steps that belong to no system: transforms and checkpoints.
 * @example buildCatalogue(transformNodes).nodes.find(({ type }) => type === 'http.send')?.configSchema
 */
export function buildCatalogue(extraNodes: readonly AnyNodeDefinition[]): Catalogue {
  return {
    nodes: [...nodeDefinitions, ...extraNodes].map(describeNode),
    connections: connectors.flatMap(({ connection }) => (connection ? [describeConnection(connection)] : [])),
  };
}

function describeNode(erased: AnyNodeDefinition): CatalogueNode {
  // The config's type is erased in a list. Here it is only turned into JSON Schema and handed a parsed config.
  const definition = erased as unknown as NodeDefinition;
  const { type, version, role, title, system, icon, doc, connection, capabilities } = definition;
  return {
    type,
    version,
    role,
    title,
    system: system ?? null,
    icon,
    doc,
    connection: connection ? { kind: connection.kind, optional: connection.optional ?? false } : null,
    ports: emptyPorts(definition),
    configSchema: formOf(definition.config, type),
    delivery: capabilities?.delivery ?? null,
  };
}

function describeConnection({
  kind,
  title,
  icon,
  doc,
  config,
  secrets,
}: ConnectionDefinition): CatalogueConnection {
  return { kind, title, icon, doc, configSchema: formOf(config, kind), secrets: [...secrets] };
}

function formOf(config: z.ZodType, name: string): Record<string, unknown> {
  try {
    return { ...z.toJSONSchema(config, { target: 'draft-2020-12', io: 'input' }) };
  } catch (thrown) {
    throw new Error(`the config of ${name} has no JSON Schema`, { cause: thrown });
  }
}

/** Ports before anything is filled in. Only few definitions look at their config for them. */
function emptyPorts(definition: NodeDefinition): NodePorts {
  const parsed = definition.config.safeParse({});
  try {
    return definition.ports(parsed.success ? parsed.data : {});
  } catch {
    const feeds = isFeeder(definition.role);
    return { in: feeds ? 0 : 1, out: definition.role === 'destination' ? [] : ['out'] };
  }
}

import { buildCatalogue, connectorFor, nodeDefinitions } from '@syncline/connectors';
import { transformNodes } from '@syncline/mapping';
import {
  type AnyNodeDefinition,
  type Catalogue,
  type Connector,
  type FlowDocument,
  isFeeder,
  type ParsedConfig,
  parseNodeConfig,
} from '@syncline/model';

/** Every step type this server knows: those of the connectors and the transforms. */
export interface NodeTypes {
  catalogue: Catalogue;
  definition(type: string): AnyNodeDefinition | undefined;
  connector(type: string): Connector | undefined;
  /** The parsed config of a node; null when its type is unknown. */
  parse(document: FlowDocument, node: string): ParsedConfig | null;
  /** Names of the steps that listen for posts. */
  triggersOf(document: FlowDocument): string[];
}

export function createNodeTypes(): NodeTypes {
  const byType = new Map<string, AnyNodeDefinition>(
    [...nodeDefinitions, ...transformNodes].map((definition) => [definition.type, definition]),
  );
  const connector = (type: string) => connectorFor(type);
  return {
    catalogue: buildCatalogue(transformNodes),
    definition: (type) => byType.get(type),
    connector,
    parse(document, name) {
      const node = Object.hasOwn(document.nodes, name) ? document.nodes[name] : undefined;
      const definition = node && byType.get(node.type);
      return node && definition ? parseNodeConfig(definition, node.config, node.version) : null;
    },
    triggersOf: (document) =>
      Object.entries(document.nodes)
        .filter(([, node]) => byType.get(node.type)?.role === 'trigger')
        .map(([name]) => name),
  };
}

/** Names of the steps that start runs. */
export function feedersOf(document: FlowDocument, types: Pick<NodeTypes, 'definition'>): string[] {
  return Object.entries(document.nodes)
    .filter(([, node]) => isFeeder(types.definition(node.type)?.role ?? 'transform'))
    .map(([name]) => name);
}

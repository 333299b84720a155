import type { AnyNodeDefinition, ConnectionDefinition, Connector } from '@syncline/model';
import { fileConnector } from './file/file.ts';
import { httpConnector } from './http/http.ts';
import { postgresConnector } from './postgres/postgres.ts';
import { webhookConnector } from './webhook/webhook.ts';

/** Every system there is, in the order in which people are shown them. A new one is one line here. */
export const connectors: readonly Connector[] = [
  webhookConnector,
  httpConnector,
  postgresConnector,
  fileConnector,
];

/** Every step that belongs to a system. */
export const nodeDefinitions: readonly AnyNodeDefinition[] = connectors.flatMap(({ nodes }) => nodes);

const byNode = new Map(
  connectors.flatMap((connector) => connector.nodes.map(({ type }) => [type, connector])),
);

const byKind = new Map(
  connectors.flatMap((connector) => (connector.connection ? [[connector.connection.kind, connector]] : [])),
);

/** @example connectorFor('http.send')?.system // 'http' */
export const connectorFor = (nodeType: string): Connector | undefined => byNode.get(nodeType);

/** @example connectorOfKind('http')?.check */
export const connectorOfKind = (kind: string): Connector | undefined => byKind.get(kind);

/** @example connectionKind('http')?.secrets // ['password', 'token', 'value', 'clientSecret'] */
export const connectionKind = (kind: string): ConnectionDefinition | undefined =>
  byKind.get(kind)?.connection;

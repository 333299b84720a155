export { buildCatalogue } from './catalogue.ts';
export {
  createEgress,
  type Egress,
  type EgressAnswer,
  type EgressOptions,
  type EgressRequest,
  egressFor,
} from './egress/egress.ts';
export { parseEgressAllow } from './egress/egressAllow.ts';
export { NetworkFailure, type NetworkFailureKind } from './egress/networkFailure.ts';
export { fileConnector } from './file/file.ts';
export { httpConnector } from './http/http.ts';
export type { QuotaUsage } from './http/quota/governor.ts';
export { quotaUsage, shareQuotas } from './http/quota/requestInTurn.ts';
export { postgresConnector } from './postgres/postgres.ts';
export { connectionKind, connectorFor, connectorOfKind, connectors, nodeDefinitions } from './registry.ts';
export { webhookConnector } from './webhook/webhook.ts';

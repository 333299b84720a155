export {
  type Approval,
  approvalRoutes,
  approvalSchema,
  approvalStateSchema,
  type FieldChange,
} from './api/approvalRoutes.ts';
export {
  type Connection,
  checkReplySchema,
  connectionRoutes,
  connectionSchema,
  streamSchema,
} from './api/connectionRoutes.ts';
export {
  dryRunSchema,
  failureRoutes,
  type LetterSelection,
  type Orphan,
  orphanKindSchema,
} from './api/failureRoutes.ts';
export {
  type Flow,
  type FlowSummary,
  flowRoutes,
  flowSchema,
  flowStateSchema,
  flowSummarySchema,
  flowVersionSchema,
  type Preview,
  previewRecordSchema,
  previewSchema,
  type Validation,
  validationSchema,
} from './api/flowRoutes.ts';
export { type RecordHop, type RecordPlace, recordRoutes } from './api/recordRoutes.ts';
export {
  defineRoute,
  idParams,
  type Permission,
  type Problem,
  pageOf,
  pageQuery,
  permissions,
  problemSchema,
  type Route,
} from './api/route.ts';
export { runRoutes, runStatsSchema } from './api/runRoutes.ts';
export { type Stream, streamRoutes, streamStateSchema } from './api/streamRoutes.ts';
export { fileSchema, healthSchema, systemRoutes } from './api/systemRoutes.ts';
export {
  type Template,
  type TemplateSummary,
  templateRoutes,
  templateSchema,
  templateSummarySchema,
} from './api/templateRoutes.ts';
export type { Capture, CapturedEvent, CaptureRequest, CaptureStart } from './connector/capture.ts';
export type {
  CheckResult,
  ConnectionDefinition,
  Connector,
  ConnectorContext,
  DecodedEvents,
  Destination,
  FetchedRecords,
  Intake,
  LogLevel,
  RawRequest,
  ReadPage,
  ReadRequest,
  ReadWindow,
  Source,
  StreamSummary,
  Token,
  Verdict,
} from './connector/connector.ts';
export type { MatchOutcome, WriteOutcome, WriteRecord, WriteRequest } from './connector/write.ts';
export {
  type ApiErrorCode,
  describeError,
  type ErrorEntry,
  errorTable,
  type SyncErrorCode,
} from './errors/errorTable.ts';
export {
  type ErrorVerdict,
  messageOf,
  type PauseReason,
  pauseReasons,
  SyncError,
  type SyncErrorOptions,
} from './errors/syncError.ts';
export { canonicalJson } from './flow/canonicalJson.ts';
export {
  edgeSchema,
  type FlowDocument,
  type FlowEdge,
  type FlowNode,
  type FlowSettings,
  flowDocumentSchema,
  flowSettingsSchema,
  nodeNameSchema,
  nodeSchema,
  noteSchema,
  type ReferenceTable,
  referenceTableSchema,
} from './flow/document.ts';
export { edgePort, mainPort } from './flow/edgePort.ts';
export { emptyFlow } from './flow/emptyFlow.ts';
export { hostileNames } from './flow/hostileNames.ts';
export { logicOf } from './flow/logicOf.ts';
export {
  type Catalogue,
  type CatalogueConnection,
  type CatalogueNode,
  catalogueConnectionSchema,
  catalogueNodeSchema,
  catalogueSchema,
} from './node/catalogue.ts';
export {
  type AnyNodeDefinition,
  asks,
  type DeliveryClass,
  defineNode,
  deliveryClassSchema,
  destinationPorts,
  type FieldUi,
  isFeeder,
  listens,
  type NodeCapabilities,
  type NodeDefinition,
  type NodePorts,
  type NodeRole,
  nodeRoleSchema,
  oneOut,
  sourcePorts,
} from './node/nodeDefinition.ts';
export { type ParsedConfig, parseNodeConfig } from './node/parseNodeConfig.ts';
export { type Diagnostic, diagnosticSchema } from './plan/diagnostic.ts';
export type { Plan, PlanStep } from './plan/plan.ts';
export { type BalanceGroup, balanceGroup, outcomes } from './record/balanceGroup.ts';
export {
  type Change,
  compareVersions,
  type Hint,
  keyText,
  noVersion,
  type RejectedInput,
  type SourceVersion,
  type VersionOrder,
} from './record/envelope.ts';
export { findField, openSchema } from './record/findField.ts';
export {
  type NodeCounts,
  nodeCountsSchema,
  type Outcome,
  type OutcomeCounts,
  outcomeCountsSchema,
  outcomeSchema,
  unhappyOutcomes,
} from './record/outcome.ts';
export { postgresEventVersion, postgresSnapshotVersion } from './record/postgresVersion.ts';
export {
  type DataRecord,
  type FieldSchema,
  type FieldType,
  fieldSchemaSchema,
  fieldTypeSchema,
  fieldTypes,
  type RecordSchema,
  recordSchemaSchema,
  type Value,
} from './record/schema.ts';
export { isTerminal } from './run/isTerminal.ts';
export {
  type DeadLetter,
  type DeadLetterState,
  deadLetterSchema,
  deadLetterStateSchema,
  type FailureGroup,
  failureGroupSchema,
  type LogLine,
  logLevelSchema,
  logLineSchema,
  type RunDetail,
  type RunKind,
  type RunStatus,
  type RunSummary,
  type RunTotals,
  runDetailSchema,
  runKindSchema,
  runStatusSchema,
  runSummarySchema,
  runTotalsSchema,
  type StartedBy,
  startedBySchema,
  type TimelineSpan,
  timelineSpanSchema,
} from './run/run.ts';

export { asksForMatches } from './deliver/destinationStep.ts';
export { needsMatch } from './deliver/needsMatch.ts';
export { guard } from './guard/guard.ts';
export type { FailedItem, Item, OperatorEnv, StepResult } from './plan/operator.ts';
export { compileOperators, type Operators } from './plan/operators.ts';
export {
  type ActiveFlow,
  type Attempt,
  type AttemptRecord,
  type CaptureLease,
  type CaptureState,
  type ConnectorPort,
  type DeadLetterWrite,
  type DueSlot,
  type EnginePorts,
  FencedError,
  type FlowOrders,
  type FlowPort,
  type InboxItem,
  type InboxPort,
  type JobPort,
  type Lease,
  type LeasePort,
  type LedgerEntry,
  type LedgerPort,
  type LedgerState,
  type LedgerWrite,
  type LetterOrigin,
  type LinkPort,
  type LinkState,
  type LinkWrite,
  type LogEntry,
  type LogPort,
  type MissingRecord,
  type PageSettlement,
  type ParkedItem,
  type ParkedPort,
  type ParkedWrite,
  type PartJob,
  type PauseDetail,
  type RecordChange,
  type RecordEvent,
  type RefusedConnection,
  type ReplayedLetter,
  type ReplayItem,
  type ReplayPort,
  type RunEnd,
  type RunPart,
  type RunPort,
  type RunWait,
  type SeenKeys,
  type SlotDecision,
  type SlotKind,
  type SlotPort,
  type StreamPort,
  type SweepPort,
} from './ports.ts';
export { type PreviewRequest, previewFlow } from './preview/previewFlow.ts';
export type { ContentText } from './record/contentHash.ts';
export { createContentText } from './record/contentHash.ts';
export { laneCount, laneOf, partOf } from './record/lane.ts';
export { searchTerm } from './record/searchTerm.ts';
export { parseVersion, versionText } from './record/versionText.ts';
export type { WorkerOptions } from './run/runWork.ts';
export { type DueDecisions, dueDecisions } from './schedule/dueDecisions.ts';
export { nextSlot } from './schedule/slots.ts';
export { createTicker, type Ticker } from './schedule/ticker.ts';
export type { DeletedRecords, DeleteWord } from './syncPorts.ts';
export { createWorker, type Worker, workerDefaults } from './worker.ts';

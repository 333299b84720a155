import type {
  Connection,
  DeadLetter,
  FailureGroup,
  FlowSummary,
  LetterSelection,
  Orphan,
  RecordPlace,
  RunSummary,
  Stream,
  Template,
} from '@syncline/model';
import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import type { StoredApproval } from './approvals/approvalRow.ts';
import { countApprovals } from './approvals/countApprovals.ts';
import { decideApproval } from './approvals/decideApproval.ts';
import { decideApprovals, type GroupDecision } from './approvals/decideApprovals.ts';
import type { Decision } from './approvals/decideParked.ts';
import { getApproval } from './approvals/getApproval.ts';
import { type ApprovalFilter, listApprovals } from './approvals/listApprovals.ts';
import { type AuditInput, appendAudit } from './audit/appendAudit.ts';
import type { AuditEntry } from './audit/auditEntry.ts';
import { type AuditVerdict, listAudit, verifyAudit } from './audit/readAudit.ts';
import type { Cipher } from './cipher.ts';
import { insertConnection, type NewConnection } from './connections/insertConnection.ts';
import { getConnection, listConnections } from './connections/listConnections.ts';
import { type ClearConnection, openConfigs } from './connections/openConfig.ts';
import { removeConnection } from './connections/removeConnection.ts';
import { resumeFlows } from './connections/resumeFlows.ts';
import { saveCheck } from './connections/saveCheck.ts';
import { type ChangedConnection, updateConnection } from './connections/updateConnection.ts';
import { editLetter, type LetterEdit } from './failures/editLetter.ts';
import { findOrphanSources } from './failures/findOrphanSources.ts';
import { forgetOrphans, type RecordName } from './failures/forgetOrphans.ts';
import { getLetter, type LetterWithOrigin } from './failures/getLetter.ts';
import { groupLetters } from './failures/groupLetters.ts';
import { ignoreLetters } from './failures/ignoreLetters.ts';
import type { LetterFilter } from './failures/letterConditions.ts';
import { listOrphans, type OrphanFilter } from './failures/listOrphans.ts';
import { reopenLetters } from './failures/reopenLetters.ts';
import { type Replay, replayLetters } from './failures/replayLetters.ts';
import type { StoredFlow } from './flows/flowRow.ts';
import { getFlow } from './flows/getFlow.ts';
import { type Draft, insertFlow } from './flows/insertFlow.ts';
import { isNameTaken } from './flows/isNameTaken.ts';
import { listFlows, type Page, type PageRequest } from './flows/listFlows.ts';
import { getVersion, listVersions } from './flows/listVersions.ts';
import { pauseFlow } from './flows/pauseFlow.ts';
import { type Publication, publishFlow } from './flows/publishFlow.ts';
import { removeFlow } from './flows/removeFlow.ts';
import { resumeFlow } from './flows/resumeFlow.ts';
import { type ChangedDraft, saveDraft } from './flows/saveDraft.ts';
import { buryWorkers } from './health/buryWorkers.ts';
import { healthFacts } from './health/healthFacts.ts';
import { beat, leave, type WorkerBeat } from './health/workers.ts';
import { cancelRun } from './history/cancelRun.ts';
import { getRun, getRunSummary } from './history/getRun.ts';
import { type DeadLetterFilter, listDeadLetters } from './history/listDeadLetters.ts';
import { listFailures } from './history/listFailures.ts';
import { listRuns, type RunFilter } from './history/listRuns.ts';
import { type RunRequest, runNow } from './history/runNow.ts';
import { runStats } from './history/runStats.ts';
import { findEndpoint } from './inbox/findEndpoint.ts';
import { type InboxAnswer, type InboxRow, insertInbox } from './inbox/insertInbox.ts';
import { keepSample, type NewSample } from './inbox/keepSample.ts';
import { listSamples } from './inbox/listSamples.ts';
import { type LogFilter, type LogRequest, listLogs, streamLogs } from './logs/listLogs.ts';
import { dropOldPartitions, type Retention } from './partitions/dropOldPartitions.ts';
import { ensurePartitions } from './partitions/ensurePartitions.ts';
import { partitionHealth } from './partitions/partitionHealth.ts';
import { type PruneLimits, prune } from './partitions/prune.ts';
import { findRecords } from './records/findRecords.ts';
import { type HeldRecord, type RecordAt, readHeld } from './records/readHeld.ts';
import { readStory } from './records/readStory.ts';
import type { StoryParts } from './records/storyParts.ts';
import { getSetting, setSetting } from './settings/settings.ts';
import { decideGuard } from './steering/decideGuard.ts';
import { editCursor } from './steering/editCursor.ts';
import { type BackfillWish, steerBackfill } from './steering/steerBackfill.ts';
import { sweepNow } from './steering/sweepNow.ts';
import { listStreams } from './streamsView/listStreams.ts';
import { type StreamFacts, streamFacts } from './streamsView/streamFacts.ts';
import { runSetup } from './templates/runSetup.ts';
import { findTemplate, insertTemplate, listTemplates, removeTemplate } from './templates/templates.ts';

/** What the server asks of the store. One function, one file; this only hands them the pool. */
export type Operations = ReturnType<typeof createOperations>;

export function createOperations(pool: Pool, boss: PgBoss, cipher: Cipher) {
  return {
    flows: {
      list: (request: PageRequest): Promise<Page<FlowSummary>> => listFlows(pool, request),
      get: (id: string): Promise<StoredFlow> => getFlow(pool, id),
      insert: (draft: Draft) => insertFlow(pool, draft),
      saveDraft: (id: string, draft: ChangedDraft) => saveDraft(pool, id, draft),
      publish: (id: string, publication: Publication) => publishFlow(pool, boss, id, publication),
      pause: (id: string, message?: string) => pauseFlow(pool, id, message),
      resume: (id: string) => resumeFlow(pool, boss, id),
      decideGuard: (id: string, decision: 'approve' | 'reject') => decideGuard(pool, boss, id, decision),
      remove: (id: string) => removeFlow(pool, id),
      versions: (id: string) => listVersions(pool, id),
      version: (id: string, n?: number) => getVersion(pool, id, n),
      nameTaken: (name: string) => isNameTaken(pool, name),
    },
    intake: {
      findEndpoint: (id: string) => findEndpoint(pool, id),
      insert: (rows: InboxRow[]): Promise<InboxAnswer[]> => insertInbox(pool, boss, rows),
      keepSample: (sample: NewSample) => keepSample(pool, sample),
      samples: (flowId: string, node: string, limit?: number) => listSamples(pool, flowId, node, limit),
    },
    runs: {
      list: (filter: RunFilter): Promise<Page<RunSummary>> => listRuns(pool, filter),
      get: (id: string) => getRun(pool, id),
      summary: (id: string) => getRunSummary(pool, id),
      stats: (request: { flow?: string | undefined; hours: number }) => runStats(pool, request),
      runNow: (flowId: string, request: RunRequest) => runNow(pool, boss, flowId, request),
      cancel: (id: string) => cancelRun(pool, boss, id),
      logs: (id: string, request: LogRequest) => listLogs(pool, id, request),
      streamLogs: (id: string, filter: LogFilter) => streamLogs(pool, id, filter),
      failures: (id: string): Promise<FailureGroup[]> => listFailures(pool, id),
      deadLetters: (filter: DeadLetterFilter): Promise<Page<DeadLetter>> =>
        listDeadLetters(pool, cipher, filter),
    },
    failures: {
      groups: (filter: LetterFilter) => groupLetters(pool, filter),
      get: (id: string): Promise<LetterWithOrigin> => getLetter(pool, cipher, id),
      edit: (id: string, edit: LetterEdit) => editLetter(pool, cipher, id, edit),
      replay: (select: LetterSelection): Promise<Replay> => replayLetters(pool, boss, select),
      ignore: (select: LetterSelection, by: { reason: string; actor: string }) =>
        ignoreLetters(pool, select, by),
      reopen: (ids: readonly string[]) => reopenLetters(pool, ids),
      orphans: (filter: OrphanFilter): Promise<Page<Orphan>> => listOrphans(pool, filter),
      forgetOrphans: (records: readonly RecordName[], actor: string) => forgetOrphans(pool, records, actor),
      orphanSources: (records: readonly RecordName[]) => findOrphanSources(pool, records),
    },
    approvals: {
      list: (filter: ApprovalFilter): Promise<Page<StoredApproval>> => listApprovals(pool, cipher, filter),
      get: (id: string): Promise<StoredApproval> => getApproval(pool, cipher, id),
      count: () => countApprovals(pool),
      decide: (id: string, decision: Decision): Promise<StoredApproval> =>
        decideApproval(pool, boss, cipher, id, decision),
      decideAll: (wish: GroupDecision) => decideApprovals(pool, boss, wish),
    },
    records: {
      /** @param terms texts the query may stand for, as the engine keeps them. */
      find: (query: {
        text: string;
        terms: readonly string[];
        flow?: string | undefined;
      }): Promise<RecordPlace[]> => findRecords(pool, query),
      story: (destination: string, key: string): Promise<{ place: RecordPlace; parts: StoryParts }> =>
        readStory(pool, cipher, destination, key),
      held: (asked: readonly RecordAt[]): Promise<HeldRecord[]> => readHeld(pool, cipher, asked),
    },
    feeders: {
      list: (flowId: string): Promise<Stream[]> => listStreams(pool, flowId),
      facts: (): Promise<StreamFacts> => streamFacts(pool),
      steerBackfill: (flowId: string, node: string, wish: BackfillWish) =>
        steerBackfill(pool, boss, flowId, node, wish),
      /** Id of the run. */
      sweepNow: (flowId: string, node: string) => sweepNow(pool, boss, flowId, node),
      editCursor: (flowId: string, node: string, edit: { value: unknown; actor: string }) =>
        editCursor(pool, flowId, node, edit),
    },
    connections: {
      list: (): Promise<Connection[]> => listConnections(pool),
      get: (id: string): Promise<Connection> => getConnection(pool, id),
      insert: (connection: NewConnection) => insertConnection(pool, cipher, connection),
      update: (id: string, change: ChangedConnection) => updateConnection(pool, cipher, id, change),
      /** Those that it had paused; it must have been tested well. */
      resumeFlows: (id: string) => resumeFlows(pool, boss, id),
      saveCheck: (id: string, check: { ok: boolean; summary: string }) => saveCheck(pool, id, check),
      /** Null when there is no such connection. */
      openConfig: async (id: string): Promise<ClearConnection | null> =>
        (await openConfigs(pool, cipher, [id])).get(id) ?? null,
      remove: (id: string) => removeConnection(pool, id),
    },
    templates: {
      list: (): Promise<Template[]> => listTemplates(pool),
      find: (id: string): Promise<Template | null> => findTemplate(pool, id),
      insert: (template: Template) => insertTemplate(pool, template),
      remove: (id: string) => removeTemplate(pool, id),
      /** Statements of a shipped template, in one transaction. */
      runSetup: (statements: readonly string[]) => runSetup(pool, statements),
    },
    audit: {
      append: (input: AuditInput) => appendAudit(pool, input),
      list: (request: PageRequest): Promise<Page<AuditEntry>> => listAudit(pool, request),
      verify: (): Promise<AuditVerdict> => verifyAudit(pool),
    },
    health: {
      facts: () => healthFacts(pool),
      beat: (worker: WorkerBeat) => beat(pool, worker),
      leave: (id: string) => leave(pool, id),
      bury: (host: string) => buryWorkers(pool, boss, host),
    },
    settings: {
      get: (key: string) => getSetting(pool, key),
      set: (key: string, value: unknown) => setSetting(pool, key, value),
    },
    housekeeping: {
      ensurePartitions: () => ensurePartitions(pool),
      partitionHealth: () => partitionHealth(pool),
      dropOldPartitions: (retention?: Retention) => dropOldPartitions(pool, retention),
      prune: (limits?: Partial<PruneLimits>) => prune(pool, limits),
    },
  };
}

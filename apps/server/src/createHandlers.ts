import type { Handlers } from './http/bindRoute.ts';
import { cancelRun } from './routes/cancelRun.ts';
import { checkConnection } from './routes/checkConnection.ts';
import { countApprovals } from './routes/countApprovals.ts';
import { createConnection } from './routes/createConnection.ts';
import { createFlow } from './routes/createFlow.ts';
import { decideApproval } from './routes/decideApproval.ts';
import { decideApprovals } from './routes/decideApprovals.ts';
import { decideGuard } from './routes/decideGuard.ts';
import { deleteConnection } from './routes/deleteConnection.ts';
import { deleteFlow } from './routes/deleteFlow.ts';
import { deleteTemplate } from './routes/deleteTemplate.ts';
import { describeStream } from './routes/describeStream.ts';
import { downloadFile } from './routes/downloadFile.ts';
import { downloadRunLogs } from './routes/downloadRunLogs.ts';
import { dryRunDeadLetter } from './routes/dryRunDeadLetter.ts';
import { editCursor } from './routes/editCursor.ts';
import { editDeadLetter } from './routes/editDeadLetter.ts';
import { exportFlow } from './routes/exportFlow.ts';
import { findRecords } from './routes/findRecords.ts';
import { getCatalogue } from './routes/getCatalogue.ts';
import { getConnection } from './routes/getConnection.ts';
import { getDeadLetter } from './routes/getDeadLetter.ts';
import { getFlow } from './routes/getFlow.ts';
import { getHealth } from './routes/getHealth.ts';
import { getRecordStory } from './routes/getRecordStory.ts';
import { getRun } from './routes/getRun.ts';
import { getRunStats } from './routes/getRunStats.ts';
import { getSession } from './routes/getSession.ts';
import { ignoreDeadLetters } from './routes/ignoreDeadLetters.ts';
import { importTemplate } from './routes/importTemplate.ts';
import { listApprovals } from './routes/listApprovals.ts';
import { listConnections } from './routes/listConnections.ts';
import { listDeadLetterGroups } from './routes/listDeadLetterGroups.ts';
import { listDeadLetters } from './routes/listDeadLetters.ts';
import { listFiles } from './routes/listFiles.ts';
import { listFlowStreams } from './routes/listFlowStreams.ts';
import { listFlows } from './routes/listFlows.ts';
import { listOrphans } from './routes/listOrphans.ts';
import { listRunFailures } from './routes/listRunFailures.ts';
import { listRunLogs } from './routes/listRunLogs.ts';
import { listRuns } from './routes/listRuns.ts';
import { listSamples } from './routes/listSamples.ts';
import { listStreams } from './routes/listStreams.ts';
import { listTemplates } from './routes/listTemplates.ts';
import { listVersions } from './routes/listVersions.ts';
import { nextSlots } from './routes/nextSlots.ts';
import { pauseFlow } from './routes/pauseFlow.ts';
import { previewFlow } from './routes/previewFlow.ts';
import { publishFlow } from './routes/publishFlow.ts';
import { reopenDeadLetters } from './routes/reopenDeadLetters.ts';
import { replayDeadLetters } from './routes/replayDeadLetters.ts';
import { resumeConnection } from './routes/resumeConnection.ts';
import { resumeFlow } from './routes/resumeFlow.ts';
import { runFlow } from './routes/runFlow.ts';
import { saveFlow } from './routes/saveFlow.ts';
import { settleOrphans } from './routes/settleOrphans.ts';
import { signIn } from './routes/signIn.ts';
import { signOut } from './routes/signOut.ts';
import { steerBackfill } from './routes/steerBackfill.ts';
import { sweepStream } from './routes/sweepStream.ts';
import { tryConnection } from './routes/tryConnection.ts';
import { updateConnection } from './routes/updateConnection.ts';
import { uploadFile } from './routes/uploadFile.ts';
import { useTemplate } from './routes/useTemplate.ts';
import { validateFlow } from './routes/validateFlow.ts';
import { watchRun } from './routes/watchRun.ts';
import type { ServerDeps } from './serverDeps.ts';

/** A handler for every route of the contract; one that is missing does not type-check. */
export function createHandlers(deps: ServerDeps): Handlers {
  return {
    cancelRun: cancelRun(deps),
    checkConnection: checkConnection(deps),
    countApprovals: countApprovals(deps),
    createConnection: createConnection(deps),
    createFlow: createFlow(deps),
    decideApproval: decideApproval(deps),
    decideApprovals: decideApprovals(deps),
    decideGuard: decideGuard(deps),
    deleteConnection: deleteConnection(deps),
    deleteFlow: deleteFlow(deps),
    deleteTemplate: deleteTemplate(deps),
    describeStream: describeStream(deps),
    downloadFile: downloadFile(deps),
    downloadRunLogs: downloadRunLogs(deps),
    dryRunDeadLetter: dryRunDeadLetter(deps),
    editCursor: editCursor(deps),
    editDeadLetter: editDeadLetter(deps),
    exportFlow: exportFlow(deps),
    findRecords: findRecords(deps),
    getCatalogue: getCatalogue(deps),
    getConnection: getConnection(deps),
    getDeadLetter: getDeadLetter(deps),
    getFlow: getFlow(deps),
    getHealth: getHealth(deps),
    getRecordStory: getRecordStory(deps),
    getRun: getRun(deps),
    getRunStats: getRunStats(deps),
    getSession: getSession(deps),
    ignoreDeadLetters: ignoreDeadLetters(deps),
    importTemplate: importTemplate(deps),
    listApprovals: listApprovals(deps),
    listConnections: listConnections(deps),
    listDeadLetterGroups: listDeadLetterGroups(deps),
    listDeadLetters: listDeadLetters(deps),
    listFiles: listFiles(deps),
    listFlows: listFlows(deps),
    listFlowStreams: listFlowStreams(deps),
    listOrphans: listOrphans(deps),
    listRunFailures: listRunFailures(deps),
    listRunLogs: listRunLogs(deps),
    listRuns: listRuns(deps),
    listSamples: listSamples(deps),
    listStreams: listStreams(deps),
    listTemplates: listTemplates(deps),
    listVersions: listVersions(deps),
    nextSlots: nextSlots(deps),
    pauseFlow: pauseFlow(deps),
    previewFlow: previewFlow(deps),
    publishFlow: publishFlow(deps),
    reopenDeadLetters: reopenDeadLetters(deps),
    replayDeadLetters: replayDeadLetters(deps),
    resumeConnection: resumeConnection(deps),
    resumeFlow: resumeFlow(deps),
    runFlow: runFlow(deps),
    saveFlow: saveFlow(deps),
    settleOrphans: settleOrphans(deps),
    signIn: signIn(deps),
    signOut: signOut(deps),
    steerBackfill: steerBackfill(deps),
    sweepStream: sweepStream(deps),
    tryConnection: tryConnection(deps),
    updateConnection: updateConnection(deps),
    uploadFile: uploadFile(deps),
    useTemplate: useTemplate(deps),
    validateFlow: validateFlow(deps),
    watchRun: watchRun(deps),
  };
}

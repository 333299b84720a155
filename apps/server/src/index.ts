export { exportDocument } from './headless/exportDocument.ts';
export {
  type Finding,
  type Inspection,
  inspectInstallation,
} from './headless/inspectInstallation.ts';
export { keepDocument, readDocument } from './headless/keepDocument.ts';
export { openWorkshop, type Workshop, type WorkshopOptions } from './headless/openWorkshop.ts';
export { type DocumentRun, runDocument } from './headless/runDocument.ts';
export { validateDocument } from './headless/validateDocument.ts';
export { ApiError } from './http/problem.ts';
export { type Role, type RunningServer, readVersion, type ServerOptions, startServer } from './main.ts';
export { createProcessLog, type ProcessLog } from './observe/processLog.ts';
export { readSettings, type Settings, SettingsError, settingDefinitions } from './settings/settings.ts';

export { type Role, type RunningServer, readVersion, type ServerOptions, startServer } from './main.ts';
export { readSettings, type Settings, SettingsError, settingDefinitions } from './settings/settings.ts';

import type { Plugin } from 'vite';

const name = 'virtual:contract';
// A leading NUL keeps other plugins and the file system away from the id.
const resolved = `\0${name}`;

/**
 * Serves `virtual:contract`: of every route of the contract what a request needs, its method and address, and none of
 * its schemas; of two enums their values. They are read from @syncline/model when the bundle is made, so nothing is written twice and a page
 * loads some 2 KB where the contract with its parser is 30.
 */
export function lightContract(): Plugin {
  return {
    name: 'syncline:light-contract',
    resolveId: (id) => (id === name ? resolved : null),
    async load(id) {
      if (id !== resolved) return null;
      const model = await import('@syncline/model');
      const tables = {
        approvalRoutes: lighten(model.approvalRoutes),
        connectionRoutes: lighten(model.connectionRoutes),
        failureRoutes: lighten(model.failureRoutes),
        flowRoutes: lighten(model.flowRoutes),
        recordRoutes: lighten(model.recordRoutes),
        runRoutes: lighten(model.runRoutes),
        streamRoutes: lighten(model.streamRoutes),
        systemRoutes: lighten(model.systemRoutes),
        templateRoutes: lighten(model.templateRoutes),
        runStatuses: model.runStatusSchema.options,
        startedByChoices: model.startedBySchema.options,
      };
      return Object.entries(tables)
        .map(([table, value]) => `export const ${table} = ${JSON.stringify(value)};`)
        .join('\n');
    },
  };
}

function lighten(routes: Record<string, { method: string; path: string }>) {
  return Object.fromEntries(Object.entries(routes).map(([id, { method, path }]) => [id, { method, path }]));
}

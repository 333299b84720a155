/** The contract's routes without their schemas, made from @syncline/model by `vite-plugins/lightContract.ts`. */
declare module 'virtual:contract' {
  type Model = typeof import('@syncline/model');
  type Light<T extends Record<string, import('@syncline/model').Route>> = {
    readonly [Id in keyof T]: import('./lightRoute.ts').LightRoute<T[Id]>;
  };

  export const approvalRoutes: Light<Model['approvalRoutes']>;
  export const connectionRoutes: Light<Model['connectionRoutes']>;
  export const failureRoutes: Light<Model['failureRoutes']>;
  export const flowRoutes: Light<Model['flowRoutes']>;
  export const recordRoutes: Light<Model['recordRoutes']>;
  export const runRoutes: Light<Model['runRoutes']>;
  export const streamRoutes: Light<Model['streamRoutes']>;
  export const systemRoutes: Light<Model['systemRoutes']>;
  export const templateRoutes: Light<Model['templateRoutes']>;

  export const runStatuses: readonly import('@syncline/model').RunStatus[];
  export const startedByChoices: readonly import('@syncline/model').StartedBy[];
}

import type { Route } from '@syncline/model';

/** What a request needs of a route. Its schemas are there for the compiler only and never reach the browser. */
export interface LightRoute<R extends Route = Route> {
  readonly method: R['method'];
  readonly path: string;
  /** Never set: carries the route's types. */
  readonly contract?: R;
}

import express, { type Express, type RequestHandler, Router } from 'express';
import { answerProblem, type FailureLog } from './answerProblem.ts';
import { type BindOptions, bindRoutes, type Handlers } from './bindRoute.ts';
import { serveEditor } from './editorFiles.ts';
import { buildOpenApi } from './openapi.ts';
import { refuseUnknownRoutes } from './routeMisses.ts';

export interface AppParts {
  handlers: Handlers;
  bind: BindOptions;
  /** Stand before everything, in this order: headers, request guard. */
  first: RequestHandler[];
  /** Stand before the API only: log, measure. */
  beforeApi: RequestHandler[];
  metrics: RequestHandler;
  /** Below `/demo/people`, where the address is cut off. */
  demo: RequestHandler[];
  editorFolder: string;
  failureLog: FailureLog;
  version: string;
}

/** A flow document with its reference tables, or a template with its sample files, fits. */
const largestJson = '12mb';

/** The whole of the HTTP surface but webhook intake and the demo systems, which take their bodies raw. */
export function createApp(parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.set('trust proxy', false);
  app.use(...parts.first);
  app.get('/metrics', parts.metrics);
  app.use('/demo/people', ...parts.demo);
  app.use('/api', createApi(parts));
  app.use(...serveEditor(parts.editorFolder));
  app.use(answerProblem(parts.failureLog));
  return app;
}

function createApi(parts: AppParts): Router {
  const openApi = buildOpenApi(parts.version);
  // Contract paths are whole ones, so the router is mounted under its own prefix again.
  const routes = Router({ strict: false });
  routes.get('/api/openapi.json', (_request, response) => response.json(openApi));
  bindRoutes(routes, parts.handlers, parts.bind);
  routes.use(refuseUnknownRoutes());

  const json = express.json({ limit: largestJson, strict: true });
  const api = Router();
  api.use(...parts.beforeApi);
  api.use((_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  // A file is its own body, whatever type it says it has.
  api.use((request, response, next) =>
    request.path.startsWith('/files/') ? next() : json(request, response, next),
  );
  api.use((request, response, next) => {
    const path = request.url;
    request.url = request.originalUrl;
    routes(request, response, (error?: unknown) => {
      request.url = path;
      next(error);
    });
  });
  return api;
}

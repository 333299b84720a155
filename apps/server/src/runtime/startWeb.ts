import { fileURLToPath } from 'node:url';
import { connectionKind, connectorOfKind } from '@syncline/connectors';
import { loadTemplates } from '@syncline/templates';
import type { RequestHandler } from 'express';
import { createHandlers } from '../createHandlers.ts';
import { createDryRunner } from '../failures/dryRunner.ts';
import { openDataFiles } from '../files/dataFiles.ts';
import { createDraft } from '../flows/createDraft.ts';
import { digest } from '../flows/digest.ts';
import { createPreviewer } from '../flows/previewer.ts';
import { createApp } from '../http/createApp.ts';
import { ApiError } from '../http/problem.ts';
import { securityHeaders } from '../http/securityHeaders.ts';
import { createEndpointCache } from '../intake/endpointCache.ts';
import { createHookHandler, isHook } from '../intake/hookHandler.ts';
import type { HealthReport } from '../observe/health.ts';
import { createMetrics, type Metrics, readStoreCounts } from '../observe/metrics.ts';
import { logFailures, logRequests, type ProcessLog } from '../observe/processLog.ts';
import { createRunWatch } from '../runs/runWatch.ts';
import { guardRequests } from '../security/requestGuard.ts';
import { createSessions } from '../security/session.ts';
import type { ServerDeps } from '../serverDeps.ts';
import { createTemplateShelf } from '../templates/templateShelf.ts';
import { createFlowTools } from './flowTools.ts';
import { createSampler, findHookEndpoint } from './hookEndpoints.ts';
import type { RequestListener } from './listen.ts';
import type { Runtime } from './openRuntime.ts';

export interface WebParts {
  runtime: Runtime;
  log: ProcessLog;
  version: string;
  url: string;
  health: () => Promise<HealthReport>;
  isStopping: () => boolean;
  /** Serves `/demo/people`. */
  demo: RequestListener;
}

export interface Web {
  listener: RequestListener;
  deps: ServerDeps;
  /** Resolves when every webhook that was taken is committed; live views end. */
  drain(): Promise<void>;
}

const editorFolder = fileURLToPath(new URL('../../../editor/dist', import.meta.url));

/** Puts the web side together: API, editor, webhook intake, demo receiver. */
export async function startWeb(parts: WebParts): Promise<Web> {
  const { runtime, log } = parts;
  const { settings, store } = runtime;
  const deps = await buildDeps(parts);
  const metrics = createMetrics(() => readStoreCounts(store));
  const guard = guardRequests(settings.host, settings.publicUrl);
  const endpoints = createEndpointCache((id) => findHookEndpoint({ ...deps, connectionKind }, id), {
    now: Date.now,
  });
  deps.forgetEndpoints = () => endpoints.clear();
  const hooks = createHookHandler({
    findEndpoint: (id) => endpoints.find(id),
    insert: (rows) => store.intake.insert(rows),
    offerSample: createSampler((sample) => store.intake.keepSample(sample), Date.now),
    maxBody: settings.maxBody,
    isStopping: parts.isStopping,
    now: deps.now,
    count: (result) => metrics.webhooks.inc({ result }),
    onCommit: ({ items, ms }) => {
      metrics.webhookBatch.observe(items);
      metrics.webhookCommit.observe(ms / 1000);
    },
    onFailure: (error) => log.error({ err: error }, 'webhook intake'),
  });
  const authorise = (signedIn: boolean) => {
    if (!signedIn) throw new ApiError('auth.required');
  };
  const app = createApp({
    handlers: createHandlers(deps),
    bind: {
      authorise: (request, route) =>
        authorise(route.permission === 'public' || deps.sessions.signedIn(request)),
      actorOf: () => (deps.sessions.required ? 'owner' : 'local'),
      audit: async ({ action, actor, target, address, detail }) => {
        // The thing was done; an answer that says it failed because of its audit entry would make people do it again.
        await store.audit
          .append({ action, actor, target, detail: { address, ...detail } })
          .catch((error: unknown) => log.error({ err: error, action }, 'audit entry not written'));
      },
    },
    first: [securityHeaders(settings.publicUrl?.startsWith('https:') ?? false), guard],
    beforeApi: [logRequests(log), metrics.measure],
    metrics: answerScrapes(metrics),
    demo: [
      guard,
      (request, _response, next) => next(authorise(deps.sessions.signedIn(request))),
      asHandler(parts.demo),
    ],
    editorFolder,
    failureLog: logFailures(log),
    version: parts.version,
  });
  return {
    deps,
    listener: (request, response) =>
      isHook(request.url) ? hooks.handle(request, response) : void app(request, response),
    async drain() {
      deps.runWatch.close();
      await hooks.drain();
    },
  };
}

const asHandler =
  (listener: RequestListener): RequestHandler =>
  (request, response) =>
    listener(request, response);

const answerScrapes =
  (metrics: Pick<Metrics, 'scrape'>): RequestHandler =>
  (_request, response, next) => {
    metrics.scrape().then(({ type, text }) => response.type(type).send(text), next);
  };

async function buildDeps({ runtime, url, health }: WebParts): Promise<ServerDeps> {
  const { settings, store, filesFolder, evaluator, key } = runtime;
  const tools = createFlowTools(runtime);
  const { nodeTypes, connections, compiler, now } = tools;
  const files = await openDataFiles(filesFolder);
  const publicUrl = settings.publicUrl?.replace(/\/+$/, '') ?? url;
  return {
    ...tools,
    store,
    files,
    connectionKind,
    connectorOfKind,
    health,
    catalogue: nodeTypes.catalogue,
    sessions: createSessions(settings.ownerPassword, key, publicUrl.startsWith('https:'), Date.now),
    previewer: createPreviewer({
      compiler,
      nodeTypes,
      door: connections,
      samples: (flowId, node) => store.intake.samples(flowId, node),
      expressions: evaluator,
      now,
    }),
    dryRunner: createDryRunner({
      loadFlow: (flowId) => store.ports.flows.load(flowId),
      readLedger: (destinationId, keys) => store.ports.ledger.read(destinationId, keys),
      destination: (type) => nodeTypes.connector(type)?.destinations[type],
      expressions: evaluator,
      now,
      digest,
    }),
    templates: createTemplateShelf({
      shipped: loadTemplates(),
      kept: store.templates,
      connections: () => store.connections.list(),
      files,
      nameTaken: (name) => store.flows.nameTaken(name),
      createDraft: (document, bindings) => createDraft({ store, nodeTypes, compiler }, document, bindings),
      keepSample: (flowId, node, request) =>
        store.intake.keepSample({ flowId, node, request, verified: true }),
      runSetup: (statements) => store.templates.runSetup(statements),
    }),
    runWatch: createRunWatch({
      run: (id) => store.runs.get(id),
      logs: (id, query) => store.runs.logs(id, query),
    }),
    forgetEndpoints: () => {},
    publicAddress: () => publicUrl,
  };
}

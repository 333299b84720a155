import * as z from 'zod';
import { flowDocumentSchema } from '../flow/document.ts';
import {
  deadLetterSchema,
  failureGroupSchema,
  logLevelSchema,
  logLineSchema,
  runDetailSchema,
  runKindSchema,
  runStatusSchema,
  runSummarySchema,
  startedBySchema,
} from '../run/run.ts';
import { letterFilter } from './failureRoutes.ts';
import { defineRoute, idParams, pageOf, pageQuery } from './route.ts';

const runFilters = {
  flow: z.string().optional(),
  status: runStatusSchema.optional(),
  startedBy: startedBySchema.optional(),
  kind: runKindSchema.optional(),
  /** Only runs created at or after this time. */
  since: z.iso.datetime().optional(),
};

const runLogQuery = z.object({
  /** Lines with a greater seq. */
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  level: logLevelSchema.optional(),
  node: z.string().optional(),
  text: z.string().max(200).optional(),
});

export const runStatsSchema = z.object({
  runs: z.int(),
  read: z.int(),
  failed: z.int(),
  running: z.int(),
  /** Equal slices of the time asked for, oldest first. */
  buckets: z.array(z.object({ at: z.iso.datetime(), records: z.int(), failed: z.int() })),
});

export const runRoutes = {
  listRuns: defineRoute({
    id: 'listRuns',
    method: 'GET',
    path: '/api/runs',
    summary: 'Runs, newest first',
    permission: 'read',
    audit: null,
    query: pageQuery.extend(runFilters),
    reply: pageOf(runSummarySchema),
  }),
  getRunStats: defineRoute({
    id: 'getRunStats',
    method: 'GET',
    path: '/api/run-stats',
    summary: 'Counts over the last hours, for the strip above the list',
    permission: 'read',
    audit: null,
    query: z.object({
      flow: z.string().optional(),
      hours: z.coerce.number().int().min(1).max(720).default(24),
    }),
    reply: runStatsSchema,
  }),
  getRun: defineRoute({
    id: 'getRun',
    method: 'GET',
    path: '/api/runs/{id}',
    summary: 'A run with counts per node and its timeline',
    permission: 'read',
    audit: null,
    params: idParams,
    reply: runDetailSchema.extend({ document: flowDocumentSchema }),
    errors: ['not-found'],
  }),
  listRunLogs: defineRoute({
    id: 'listRunLogs',
    method: 'GET',
    path: '/api/runs/{id}/logs',
    summary: 'Log lines in order',
    permission: 'read',
    audit: null,
    params: idParams,
    query: runLogQuery,
    reply: z.object({ items: z.array(logLineSchema), next: z.int().nullable() }),
    errors: ['not-found'],
  }),
  downloadRunLogs: defineRoute({
    id: 'downloadRunLogs',
    method: 'GET',
    path: '/api/runs/{id}/logs.ndjson',
    summary: 'All log lines as NDJSON',
    permission: 'read',
    audit: null,
    params: idParams,
    query: runLogQuery.pick({ level: true, node: true, text: true }),
    reply: logLineSchema,
    kind: 'ndjson',
    errors: ['not-found'],
  }),
  watchRun: defineRoute({
    id: 'watchRun',
    method: 'GET',
    path: '/api/runs/{id}/events',
    summary: 'Live: `log` (id = seq), `run` (summary and node counts); resumes by Last-Event-ID',
    permission: 'read',
    audit: null,
    params: idParams,
    reply: z.union([logLineSchema, runDetailSchema]),
    kind: 'sse',
    errors: ['not-found'],
  }),
  listRunFailures: defineRoute({
    id: 'listRunFailures',
    method: 'GET',
    path: '/api/runs/{id}/failures',
    summary: 'Failed records grouped by cause',
    permission: 'read',
    audit: null,
    params: idParams,
    reply: z.object({ groups: z.array(failureGroupSchema) }),
    errors: ['not-found'],
  }),
  listDeadLetters: defineRoute({
    id: 'listDeadLetters',
    method: 'GET',
    path: '/api/dead-letters',
    summary: 'Failed records, newest first',
    permission: 'read',
    audit: null,
    query: pageQuery.extend(letterFilter),
    reply: pageOf(deadLetterSchema),
  }),
  cancelRun: defineRoute({
    id: 'cancelRun',
    method: 'POST',
    path: '/api/runs/{id}/cancel',
    summary: 'End a run at the next page; what was written stays',
    permission: 'operate',
    audit: 'run.cancel',
    params: idParams,
    reply: runSummarySchema,
    errors: ['not-found'],
  }),
};

import type { IncomingMessage, ServerResponse } from 'node:http';
import { laneOf } from '@syncline/engine';
import type { ApiErrorCode, Intake, RawRequest } from '@syncline/model';
import { isDatabaseAway } from '../http/answerProblem.ts';
import { problemOf } from '../http/problem.ts';
import { createGroupCommit, type GroupCommit, QueueFullError } from './groupCommit.ts';
import { withoutProof } from './keptHeaders.ts';
import { readBody, toRawRequest } from './rawRequest.ts';

/** A webhook address with all a post needs on its way in. */
export interface HookEndpoint {
  no: number;
  flowId: string;
  node: string;
  parts: number;
  /** False while the flow was never published: posts are kept as samples for the form, nothing would work them off. */
  published: boolean;
  intake: Intake;
  config: Record<string, unknown>;
  connection: Record<string, unknown>;
  /** Values of the connection that must not be stored beside a post. */
  secrets: readonly string[];
}

export interface InboxRow {
  endpointNo: number;
  flowId: string;
  node: string;
  parts: number;
  lane: number;
  dedupeKey: string | null;
  request: RawRequest;
}

export type HookResult =
  | 'accepted'
  | 'duplicate'
  | 'sample'
  | 'unknown'
  | 'unverified'
  | 'too-large'
  | 'refused'
  | 'failed';

export interface HookParts {
  findEndpoint: (id: string) => Promise<HookEndpoint | null>;
  /** Commits all rows with one statement. */
  insert: (rows: InboxRow[]) => Promise<('accepted' | 'duplicate')[]>;
  /** Offers a post as a sample; decides itself whether one is wanted, never throws, never waits. */
  offerSample: (endpoint: HookEndpoint, stored: () => RawRequest, verified: boolean) => void;
  maxBody: number;
  isStopping: () => boolean;
  now: () => Date;
  count: (result: HookResult) => void;
  onCommit: (group: { items: number; ms: number }) => void;
  onFailure: (error: unknown) => void;
}

export interface HookHandler {
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Resolves when every post that was taken is committed. */
  drain(): Promise<void>;
}

const prefix = '/hooks/';
const endpointPattern = /^[A-Za-z0-9_-]{8,64}$/;
const bodyTimeoutMs = 30_000;
const group = { maxItems: 500, maxBytes: 8 * 1024 * 1024, capBytes: 64 * 1024 * 1024, capItems: 20_000 };

const acceptedBody = '{"received":true}';
const duplicateBody = '{"received":true,"duplicate":true}';
const sampleBody = '{"received":true,"sample":true}';

export const isHook = (url: string | undefined): boolean => url?.startsWith(prefix) ?? false;

/**
 * Takes posts: verified over their raw bytes, committed together with what arrives at the same time, and only then
 * answered with 2xx. It stands before the web framework, since nothing of it is needed here.
 */
export function createHookHandler(parts: HookParts): HookHandler {
  const commit = createGroupCommit<InboxRow, 'accepted' | 'duplicate'>({
    ...group,
    write: parts.insert,
    onCommit: parts.onCommit,
  });
  return {
    handle(request, response) {
      take(request, response, commit, parts).catch((error: unknown) => {
        parts.onFailure(error);
        if (!response.headersSent) refuse(response, 'internal');
        else response.destroy();
      });
    },
    drain: () => commit.drain(),
  };
}

async function take(
  request: IncomingMessage,
  response: ServerResponse,
  commit: GroupCommit<InboxRow, 'accepted' | 'duplicate'>,
  parts: HookParts,
): Promise<void> {
  const refuseAs = (result: HookResult, code: ApiErrorCode, headers: Record<string, string> = {}) => {
    parts.count(result);
    refuse(response, code, headers);
  };
  if (parts.isStopping())
    return refuseAs('refused', 'server.stopping', { 'Retry-After': '5', Connection: 'close' });
  if (request.method !== 'POST') return refuseAs('refused', 'route.method', { Allow: 'POST' });
  const id = readEndpointId(request.url ?? '');
  let endpoint: HookEndpoint | null;
  try {
    endpoint = id === null ? null : await parts.findEndpoint(id);
  } catch (error) {
    return refuseAs('failed', failureCode(error, parts), { 'Retry-After': '2', Connection: 'close' });
  }
  // What follows of an unread body would be taken for the next request: the connection ends with the answer.
  if (endpoint === null) return refuseAs('unknown', 'webhook.unknown', { Connection: 'close' });
  const read = await readBody(request, parts.maxBody, bodyTimeoutMs);
  if (!read.ok) {
    if (read.why === 'broken') return;
    if (read.why === 'slow') refuseAs('refused', 'request.invalid', { Connection: 'close' });
    else refuseAs('too-large', 'request.too-large', { Connection: 'close' });
    return letGo(request);
  }
  const raw = toRawRequest(request, read.body);
  const stored = () => withoutProof(raw, endpoint.secrets);
  const verdict = endpoint.intake.verify(raw, endpoint.config, endpoint.connection, parts.now());
  if (!verdict.ok) {
    parts.offerSample(endpoint, stored, false);
    return refuseAs('unverified', 'webhook.unverified');
  }
  parts.offerSample(endpoint, stored, true);
  if (!endpoint.published) {
    parts.count('sample');
    return answer(response, 202, sampleBody);
  }
  try {
    const row = rowOf(endpoint, raw, stored());
    const result = await commit.add(row, read.body.length + 512);
    parts.count(result);
    if (result === 'duplicate') answer(response, 200, duplicateBody);
    else answer(response, 202, acceptedBody);
  } catch (error) {
    refuseAs('failed', failureCode(error, parts), { 'Retry-After': '2' });
  }
}

/** A sender in the middle of its body reads no answer before it is through: take the rest for a moment, keep nothing. */
function letGo(request: IncomingMessage): void {
  request.resume();
  const cut = setTimeout(() => request.socket.destroy(), 1_000);
  request.once('close', () => clearTimeout(cut));
}

function rowOf(endpoint: HookEndpoint, request: RawRequest, stored: RawRequest): InboxRow {
  const { no, flowId, node, parts, intake, config } = endpoint;
  const identity = intake.laneKey(request, config);
  return {
    endpointNo: no,
    flowId,
    node,
    parts,
    // Posts that do not say which record they are about share one lane, so that they keep their order among themselves.
    lane: identity === null ? 0 : laneOf(identity),
    dedupeKey: intake.dedupeKey(request, config),
    request: stored,
  };
}

function failureCode(error: unknown, parts: HookParts): ApiErrorCode {
  if (error instanceof QueueFullError || isDatabaseAway(error)) return 'database.away';
  parts.onFailure(error);
  return 'internal';
}

/** @example readEndpointId('/hooks/k3vZ81ab?source=shop') // 'k3vZ81ab' */
function readEndpointId(url: string): string | null {
  const query = url.indexOf('?');
  const id = url.slice(prefix.length, query < 0 ? undefined : query).replace(/\/$/, '');
  return endpointPattern.test(id) ? id : null;
}

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': body.length });
  response.end(body);
}

function refuse(response: ServerResponse, code: ApiErrorCode, headers: Record<string, string> = {}): void {
  const problem = problemOf(code);
  response.writeHead(problem.status, { 'Content-Type': 'application/problem+json', ...headers });
  response.end(JSON.stringify(problem));
}

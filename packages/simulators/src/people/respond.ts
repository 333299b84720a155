import type { ServerResponse } from 'node:http';
import type { FaultRule } from './faults.ts';

export interface Reply {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Sends a reply as an honest API would. */
export function respond(response: ServerResponse, reply: Reply): void {
  const text = reply.body === undefined ? '' : JSON.stringify(reply.body);
  response.writeHead(reply.status, {
    ...(reply.body !== undefined && { 'content-type': 'application/json' }),
    'content-length': Buffer.byteLength(text),
    ...reply.headers,
  });
  response.end(text);
}

/** Replies a fault gives in place of any work; the others disturb the way the real reply is sent. */
export function faultReply(rule: FaultRule): Reply | { status: number; html: string } | null {
  const headers: Record<string, string> = {};
  if (rule.retryAfter !== undefined) {
    headers['retry-after'] =
      rule.retryAfter === 'date' ? new Date(Date.now() + 2000).toUTCString() : String(rule.retryAfter);
  }
  const problem = (status: number, message: string): Reply => ({ status, body: { message }, headers });
  switch (rule.fault) {
    case '429':
      return problem(429, 'Too many requests.');
    case '500':
      return problem(500, 'Something broke.');
    case '503':
      return problem(503, 'Down for maintenance.');
    case '401':
      return problem(401, 'The token is not valid.');
    case '403':
      return problem(403, 'The token lacks the right contacts:write.');
    case '502-html':
      return { status: 502, html: '<html><body><h1>502 Bad Gateway</h1></body></html>' };
    case '200-html':
      return { status: 200, html: '<!doctype html><title>Sign in</title>' };
    case 'error-body':
      return { status: 200, body: { errors: [{ message: 'email is on the block list', field: 'email' }] } };
    case '207':
      return { status: 207, body: { errors: [{ status: 409, message: 'locked by another process' }] } };
    default:
      return null;
  }
}

export function respondHtml(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(html);
}

/** Sends the real reply the way the fault wants it, or nothing at all. */
export function respondDisturbed(response: ServerResponse, reply: Reply, rule: FaultRule): void {
  const text = JSON.stringify(reply.body ?? {});
  const half = text.slice(0, Math.max(1, Math.floor(text.length / 2)));
  const headers = { 'content-type': 'application/json', ...reply.headers };
  switch (rule.fault) {
    case 'stall':
      return;
    case 'lost-answer':
      response.socket?.destroy();
      return;
    case 'truncated-json':
      response.writeHead(reply.status, headers).end(half);
      return;
    case 'reset':
      response.writeHead(reply.status, { ...headers, 'content-length': Buffer.byteLength(text) });
      response.write(half, () => response.socket?.destroy());
      return;
    case 'drip':
      drip(response, reply.status, headers, text);
      return;
    default:
      respond(response, reply);
  }
}

function drip(response: ServerResponse, status: number, headers: Record<string, string>, text: string): void {
  response.writeHead(status, headers);
  let at = 0;
  const timer = setInterval(() => {
    response.write(text.slice(at, at + 1));
    at += 1;
    if (at >= text.length) {
      clearInterval(timer);
      response.end();
    }
  }, 20);
  response.on('close', () => clearInterval(timer));
}

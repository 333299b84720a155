import type { IncomingMessage, ServerResponse } from 'node:http';
import { createQuotaMeter, type QuotaMeter, type QuotaRule } from '../quotaMeter.ts';
import { answerPeople, refuse } from './answer.ts';
import type { Contact } from './contact.ts';
import { type FaultKind, type FaultRule, FaultSwitches } from './faults.ts';
import { PeopleState } from './peopleState.ts';
import { faultReply, type Reply, respond, respondDisturbed, respondHtml } from './respond.ts';
import { seededDraw } from './seededDraw.ts';
import { shrinkList } from './shrinkList.ts';
import { steer } from './steer.ts';
import { type SentEvent, WebhookDeliverer, type WebhookRule } from './webhookDeliverer.ts';

/** One request as it came. The newest thousand are kept. */
export interface JournalEntry {
  method: string;
  path: string;
  query: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Fault that struck it. */
  fault: string | null;
  status: number | null;
}

export interface PeopleControl {
  seed(count: number): void;
  reset(): void;
  addFault(rule: FaultRule): void;
  clearFaults(): void;
  /** From now on requests need `Authorization: Bearer <token>`; null = none. */
  requireToken(token: string | null): void;
  contacts(): Contact[];
  /** Changes a contact as somebody else would; true when there is one. */
  patch(id: string, fields: Record<string, unknown>): boolean;
  /** Deletes a contact as somebody else would; true when there was one. */
  remove(id: string): boolean;
  /** Times of change are cut to so many milliseconds, so that several changes share one. */
  coarsen(ms: number): void;
  /** From now on several contacts may share an e-mail address, or no longer. */
  allowTwins(allowed: boolean): void;
  /** Events of changes are posted as the rule says, from now on; null = none. */
  sendWebhooks(rule: WebhookRule | null): void;
  /** Events so far, and what became of them. */
  webhooksSent(): readonly SentEvent[];
  /** Resolves when no event is under way. */
  webhooksSettled(): Promise<void>;
  /** From now on so many calls are taken, as the rule says; null = any number. */
  limit(rule: QuotaRule | null): void;
  /** How the limit was kept; null when there is none. */
  quota(): QuotaMeter | null;
  journal(): readonly JournalEntry[];
  /** Requests by method and path: `POST /contacts`. */
  counts(): Record<string, number>;
}

export type PeopleHandler = ((request: IncomingMessage, response: ServerResponse) => void) & {
  control: PeopleControl;
};

export interface PeopleOptions {
  now?: () => Date;
  /** Seed of the faults that come by chance. */
  seed?: number;
}

const journalLength = 1000;
const maxBody = 10 * 1024 * 1024;

/**
 * A pretend contacts API as a request handler, to listen by itself or to be mounted in a server (before anything that
 * reads bodies). It keeps everything in memory.
 *
 * @example createServer(createPeopleHandler()).listen(0)
 */
export function createPeopleHandler(options: PeopleOptions = {}): PeopleHandler {
  const seed = options.seed ?? 1;
  const webhooks = new WebhookDeliverer(seededDraw(seed));
  const state = new PeopleState(options.now ?? (() => new Date()), (type, contact) =>
    webhooks.announce(type, contact),
  );
  const faults = new FaultSwitches(seededDraw(seed));
  let journal: JournalEntry[] = [];
  let counts: Record<string, number> = {};
  let token: string | null = null;
  let quota: QuotaMeter | null = null;

  const control: PeopleControl = {
    seed: (count) => state.seed(count),
    reset: () => {
      state.reset();
      state.coarseMs = 1;
      state.twinsAllowed = false;
      faults.clear();
      webhooks.configure(null);
      journal = [];
      counts = {};
      token = null;
      quota = null;
    },
    limit: (rule) => {
      quota = rule && createQuotaMeter(rule);
    },
    quota: () => quota,
    addFault: (rule) => faults.add(rule),
    clearFaults: () => faults.clear(),
    requireToken: (wanted) => {
      token = wanted;
    },
    contacts: () => [...state.list(null)],
    patch: (id, fields) => state.patch(id, fields).ok,
    remove: (id) => state.remove(id),
    coarsen: (ms) => {
      state.coarseMs = Math.max(1, Math.floor(ms));
    },
    allowTwins: (allowed) => {
      state.twinsAllowed = allowed;
    },
    sendWebhooks: (rule) => webhooks.configure(rule),
    webhooksSent: () => webhooks.sent(),
    webhooksSettled: () => webhooks.settle(),
    journal: () => journal,
    counts: () => ({ ...counts }),
  };

  function note(entry: JournalEntry): void {
    journal.push(entry);
    if (journal.length > journalLength) journal.shift();
    const name = `${entry.method} ${entry.path}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://people.example');
    const method = request.method ?? 'GET';
    const body = await readAll(request);
    if (url.pathname.startsWith('/__sim'))
      return respond(response, steer(control, method, url.pathname, body));
    const rule = faults.strike(method, url.pathname);
    const entry: JournalEntry = {
      method,
      path: url.pathname,
      query: url.search,
      headers: plainHeaders(request),
      body,
      fault: rule?.fault ?? null,
      status: null,
    };
    note(entry);
    const admission = quota?.admit();
    for (const [name, value] of Object.entries(admission?.headers ?? {})) response.setHeader(name, value);
    if (admission?.admitted === false)
      return respond(response, refuse({ status: 429, code: 'limit', message: 'Too many calls.' }));
    const short = rule && faultReply(rule);
    if (short && 'html' in short) return respondHtml(response, short.status, short.html);
    if (short) return respond(response, short);
    const reply = authorised(request, token)
      ? answerPeople(rule?.fault === 'lost-write' ? state.copy() : state, {
          method: method === 'HEAD' ? 'GET' : method,
          path: url.pathname,
          query: url.searchParams,
          body,
          idempotencyKey: entry.headers['idempotency-key'] ?? null,
          base: baseOf(request),
        })
      : refuse({ status: 401, code: 'token', message: 'The token is missing or not valid.' });
    entry.status = reply.status;
    if (rule) respondDisturbed(response, disturbed(reply, rule.fault), rule);
    else respond(response, reply);
  }

  const handler = (request: IncomingMessage, response: ServerResponse): void => {
    handle(request, response).catch(() => response.destroy());
  };
  return Object.assign(handler, { control });
}

/** Answers that look well and are not. */
function disturbed(reply: Reply, fault: FaultKind): Reply {
  switch (fault) {
    case 'short-page':
      return shrinkList(reply, 0.5);
    case 'empty-list':
      return shrinkList(reply, 0);
    case 'error-data': {
      const data =
        typeof reply.body === 'object' && !Array.isArray(reply.body) ? reply.body : { data: reply.body };
      return { ...reply, body: { ...data, errors: [{ message: 'a part could not be read' }] } };
    }
    default:
      return reply;
  }
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maxBody) throw new Error('the body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function authorised(request: IncomingMessage, token: string | null): boolean {
  return token === null || request.headers.authorization === `Bearer ${token}`;
}

function plainHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
  return headers;
}

/** Express cuts the mount point off `url` and keeps it in `baseUrl`. */
function baseOf(request: IncomingMessage): string {
  const mount = 'baseUrl' in request && typeof request.baseUrl === 'string' ? request.baseUrl : '';
  return `http://${request.headers.host ?? 'localhost'}${mount}`;
}

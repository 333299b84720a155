import { randomUUID } from 'node:crypto';
import type { Contact, Refusal } from './contact.ts';
import { listPage } from './pages.ts';
import { type PeopleState, unknownContact } from './peopleState.ts';
import type { Reply } from './respond.ts';

export interface PeopleRequest {
  method: string;
  /** Without query, below the place where the API is mounted. */
  path: string;
  query: URLSearchParams;
  /** Raw text of the body. */
  body: string;
  idempotencyKey: string | null;
  /** Origin and mount point as the caller sees them. */
  base: string;
}

const lists: Record<string, string> = {
  '/contacts': 'all',
  '/link/contacts': 'link',
  '/next/contacts': 'next',
  '/cursor/contacts': 'cursor',
  '/offset/contacts': 'offset',
  '/page/contacts': 'page',
};

/** The contacts API itself, without faults. */
export function answerPeople(state: PeopleState, request: PeopleRequest): Reply {
  const { method, path } = request;
  const style = Object.hasOwn(lists, path) ? lists[path] : undefined;
  if (style !== undefined && method === 'GET') {
    const page = listPage(
      style,
      withEmail(
        withIds(state.list(request.query.get('updated_since')), request.query.get('ids')),
        request.query.get('email'),
      ),
      request.query,
      request.base + path,
    );
    return { status: 200, ...page };
  }
  if (path === '/' && method === 'GET')
    return { status: 200, body: { name: 'People', contacts: state.contacts.size } };
  const id = /^\/contacts\/([^/]+)$/.exec(path)?.[1];
  if (method === 'POST' && (path === '/contacts' || id === 'batch' || id === 'all-or-nothing')) {
    return once(state, request, () => write(state, request, id));
  }
  if (id !== undefined) return answerOne(state, request, decodeURIComponent(id));
  return refuse(
    style === undefined
      ? { status: 404, code: 'unknown_path', message: `There is nothing at ${path}.` }
      : { status: 405, code: 'method', message: `${method} is not taken here.` },
  );
}

function withIds(contacts: readonly Contact[], ids: string | null): readonly Contact[] {
  if (ids === null) return contacts;
  const wanted = new Set(ids.split(','));
  return contacts.filter(({ id }) => wanted.has(id));
}

/** A search by e-mail, whatever its case; nothing stands for nobody. */
function withEmail(contacts: readonly Contact[], email: string | null): readonly Contact[] {
  if (email === null) return contacts;
  const wanted = email.trim().toLowerCase();
  return contacts.filter((contact) => contact.email.toLowerCase() === wanted);
}

function answerOne(state: PeopleState, request: PeopleRequest, id: string): Reply {
  switch (request.method) {
    case 'GET': {
      const contact = state.contacts.get(id);
      return contact ? { status: 200, body: contact } : refuse(unknownContact);
    }
    case 'DELETE':
      return state.remove(id) ? { status: 204 } : refuse(unknownContact);
    case 'PUT':
    case 'PATCH': {
      const body = readBody(request.body);
      if (!body.ok) return body.reply;
      const written = request.method === 'PUT' ? state.put(id, body.value) : state.patch(id, body.value);
      if (!written.ok) return refuse(written.refusal);
      return { status: written.created ? 201 : 200, body: written.contact };
    }
    default:
      return refuse({ status: 405, code: 'method', message: `${request.method} is not taken here.` });
  }
}

function write(state: PeopleState, request: PeopleRequest, kind: string | undefined): Reply {
  const body = readBody(request.body);
  if (!body.ok) return body.reply;
  if (kind === undefined) {
    const written = state.create(body.value);
    return written.ok ? { status: 201, body: written.contact } : refuse(written.refusal);
  }
  if (!Array.isArray(body.value)) {
    return refuse({ status: 400, code: 'not_a_list', message: 'The body must be a list.' });
  }
  return kind === 'batch' ? writeEach(state, body.value) : writeAll(state, body.value);
}

/** Each item has its own fate; the status says nothing about it. */
function writeEach(state: PeopleState, items: unknown[]): Reply {
  const results = items.map((item) => {
    const written = state.create(item);
    if (written.ok) return { status: 201, id: written.contact.id };
    const { status, message, field } = written.refusal;
    return { status, error: { message, field } };
  });
  return { status: results.every(({ status }) => status === 201) ? 200 : 207, body: { results } };
}

/** One bad item refuses them all. */
function writeAll(state: PeopleState, items: unknown[]): Reply {
  const made: string[] = [];
  for (const item of items) {
    const written = state.create(item);
    if (!written.ok) {
      for (const id of made) state.remove(id);
      return refuse(written.refusal);
    }
    made.push(written.contact.id);
  }
  return { status: 200, body: { ids: made } };
}

/** The same key with the same body gives the first answer again and writes nothing. */
function once(state: PeopleState, request: PeopleRequest, work: () => Reply): Reply {
  const key = request.idempotencyKey;
  if (key === null) return work();
  const before = state.answers.get(key);
  if (before) {
    return before.body === request.body
      ? { status: before.status, body: before.answer, headers: { 'idempotent-replayed': 'true' } }
      : refuse({ status: 422, code: 'key_reused', message: 'This key was used with another body.' });
  }
  const reply = work();
  if (reply.status < 300)
    state.answers.set(key, { body: request.body, status: reply.status, answer: reply.body });
  return reply;
}

function readBody(text: string): { ok: true; value: unknown } | { ok: false; reply: Reply } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, reply: refuse({ status: 400, code: 'not_json', message: 'The body is not JSON.' }) };
  }
}

/** RFC 9457, as a careful vendor answers. */
export function refuse(refusal: Refusal): Reply {
  const { status, code, message, field } = refusal;
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: {
      title: message,
      status,
      code,
      instance: randomUUID(),
      ...(field && { errors: [{ field, message }] }),
    },
  };
}

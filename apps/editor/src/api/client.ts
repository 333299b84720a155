import type { Problem, Route } from '@syncline/model';
import type * as z from 'zod';
import type { LightRoute } from './lightRoute.ts';

/** What a call is given; the contract types every part of it. */
export interface CallInput<R extends Route> {
  params?: z.input<R['params']>;
  query?: z.input<R['query']>;
  body?: z.input<R['body']>;
  /** Etag of what is changed. */
  ifMatch?: string;
  signal?: AbortSignal;
}

/** An answer that was a problem: what is, and what to do, in the server's words. */
export class ApiProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'ApiProblem';
    this.problem = problem;
  }
}

/** The server did not answer at all. Edits are kept; callers try again. */
export class ServerAway extends Error {
  constructor(cause: unknown) {
    super('The server does not answer', { cause });
    this.name = 'ServerAway';
  }
}

/** Address of a route with its parameters filled in. @example addressOf(flowRoutes.getFlow, { params: { id: '7' } }) // '/api/flows/7' */
export function addressOf<R extends Route>(
  route: LightRoute<R>,
  input: Pick<CallInput<R>, 'params' | 'query'> = {},
): string {
  let path = route.path;
  for (const [name, value] of Object.entries(input.params ?? {}))
    path = path.replace(`{${name}}`, encodeURIComponent(String(value)));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/**
 * Calls a route of the contract.
 *
 * @throws ApiProblem when the server says no; ServerAway when it says nothing.
 */
export async function call<R extends Route>(
  route: LightRoute<R>,
  input: CallInput<R> = {},
): Promise<z.output<R['reply']>> {
  const headers = new Headers({ accept: 'application/json' });
  if (input.body !== undefined) headers.set('content-type', 'application/json');
  if (input.ifMatch !== undefined) headers.set('if-match', input.ifMatch);
  const response = await reach(addressOf(route, input), {
    method: route.method,
    headers,
    ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
    ...(input.signal === undefined ? {} : { signal: input.signal }),
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new ApiProblem(toProblem(answer, response.status));
  // Client and server are built from the same contract, and the server checked the reply's making; parsing megabytes of
  // records a second time here would cost frames.
  return answer as z.output<R['reply']>;
}

/**
 * Posts text to a webhook address as a sender would.
 *
 * @returns the status it answered with.
 * @throws ServerAway when nothing answers.
 */
export async function postToHook(address: string, body: string): Promise<number> {
  // The same server on this page's own origin: behind a proxy the public address is another origin, and a browser
  // would not be let through to it.
  const response = await reach(new URL(address).pathname, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return response.status;
}

/** Sends the bytes of a file; reports progress as a share from 0 to 1. */
export function uploadFile(
  name: string,
  file: Blob,
  onProgress: (share: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    // fetch can't tell how far an upload is.
    const request = new XMLHttpRequest();
    request.open('PUT', `/api/files/${encodeURIComponent(name)}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = (event) => onProgress(event.total > 0 ? event.loaded / event.total : 0);
    request.onload = () => {
      if (request.status < 300) return resolve();
      reject(new ApiProblem(toProblem(parseText(request.responseText), request.status)));
    };
    request.onerror = () => reject(new ServerAway(null));
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

/** Whether the server says anything at all, be it that it is not ready. */
export const serverAnswers = (): Promise<boolean> =>
  reach('/api/health', {}).then(
    () => true,
    () => false,
  );

async function reach(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ServerAway(error);
  }
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: a proxy's page, say. The status alone is told.
    return null;
  }
}

function toProblem(answer: unknown, status: number): Problem {
  if (isProblem(answer)) return answer;
  return {
    type: 'about:blank',
    status,
    code: 'internal',
    title: `The server answered ${status} without saying why`,
    whatToDo: 'Try again. If it stays, look at the log of the server.',
    id: '',
  };
}

// Enough to tell our server's word from a proxy's page. Not parsed with the contract's schema: every screen would have
// to load the parser before it shows anything.
function isProblem(answer: unknown): answer is Problem {
  if (typeof answer !== 'object' || answer === null) return false;
  return ['code', 'title', 'whatToDo'].every((key) => typeof Reflect.get(answer, key) === 'string');
}

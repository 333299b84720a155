import { problemSchema, type Route } from '@syncline/model';
import type * as z from 'zod';

interface CallInput<R extends Route> {
  params?: z.input<R['params']>;
  query?: z.input<R['query']>;
  body?: z.input<R['body']>;
  headers?: Record<string, string>;
}

/** An answer that was a problem, as the server told it. */
class ProblemAnswer extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, detail: string) {
    super(`${status} ${code}: ${detail}`);
    this.status = status;
    this.code = code;
  }
}

export type Api = <R extends Route>(route: R, input?: CallInput<R>) => Promise<z.output<R['reply']>>;

const queryText = (query: object): string =>
  new URLSearchParams(
    Object.entries(query).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  ).toString();

/** Calls routes of the contract over real HTTP and checks each answer against the contract's own reply schema. */
export function createApi(url: string): Api {
  return async <R extends Route>(route: R, input: CallInput<R> = {}): Promise<z.output<R['reply']>> => {
    let path = route.path;
    for (const [name, value] of Object.entries((input.params ?? {}) as Record<string, unknown>))
      path = path.replace(`{${name}}`, encodeURIComponent(String(value)));
    const query = queryText((input.query ?? {}) as object);
    const address = `${url}${path}${query === '' ? '' : `?${query}`}`;
    const response = await fetch(address, {
      method: route.method,
      headers: {
        ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...input.headers,
      },
      ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) {
      const problem = problemSchema.parse(answer);
      const issues = problem.issues?.map((issue) => `${issue.path}: ${issue.message}`).join('; ');
      throw new ProblemAnswer(response.status, problem.code, issues ?? problem.detail ?? problem.title);
    }
    // zod's output type of a generic schema is not narrowed by parse.
    return route.reply.parse(answer) as z.output<R['reply']>;
  };
}

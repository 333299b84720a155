import { type ConnectionDefinition, SyncError } from '@syncline/model';
import * as z from 'zod';
import type { Credentials } from '../egress/egress.ts';
import { clientFields } from './oauth/clientFields.ts';
import { limitFields } from './quota/limitFields.ts';

const needs = {
  none: [],
  basic: ['user', 'password'],
  bearer: ['token'],
  header: ['name', 'value'],
  query: ['name', 'value'],
  oauth: ['tokenUrl', 'clientId', 'clientSecret'],
} as const;

const needed: Partial<Record<string, string>> = {
  tokenUrl: 'Enter the token address: this sign-in fetches its access tokens there.',
  clientId: 'Enter the client id: this sign-in needs it.',
  clientSecret: 'Enter the client secret: this sign-in needs it.',
};

/** Header names that Syncline sets itself, or that would change who is being talked to. */
const ownHeaders = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'upgrade',
  'expect',
]);

/** Headers a person fills in. Values have no line breaks, so no second header can be slipped in. */
export const headersSchema = z
  .record(
    z
      .string()
      .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'A header name has letters, digits and hyphens only.')
      .refine((name) => !ownHeaders.has(name.toLowerCase()), 'This header is set by Syncline itself.'),
    z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'A header value is one line of plain text.'),
  )
  .default({});

export const httpConnectionSchema = z
  .strictObject({
    baseUrl: z
      .string()
      .trim()
      .refine(isBaseUrl, 'Write the whole address, such as https://api.example.com/v1, without user, ? or #.')
      .meta({
        title: 'Address',
        description: 'Where the API begins. Steps add their path to it.',
        ui: { order: 1, placeholder: 'https://api.example.com/v1' },
      }),
    auth: z
      .enum(['none', 'basic', 'bearer', 'header', 'query', 'oauth'])
      .default('none')
      .meta({
        title: 'Sign-in',
        description:
          'How the API knows who is calling. none: anybody may call. basic: user and password. bearer: a token that stays the same. header: a key in a header. query: a key in the address. oauth: by an app of yours (client credentials), whose access tokens are fetched and renewed by themselves.',
        ui: { order: 2 },
      }),
    user: z
      .string()
      .optional()
      .meta({ title: 'User', ui: { order: 3, showIf: { auth: ['basic'] } } }),
    password: secret('Password', 'basic'),
    token: secret('Token', 'bearer'),
    name: z
      .string()
      .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z[\]-]+$/, 'Give the name alone, such as X-Api-Key.')
      .optional()
      .meta({
        title: 'Name',
        description: 'Name of the header or query parameter that holds the key.',
        ui: { order: 4, showIf: { auth: ['header', 'query'] }, placeholder: 'X-Api-Key' },
      }),
    value: secret('Key', 'header', 'query'),
    ...clientFields,
    headers: headersSchema.meta({
      title: 'Headers',
      description: 'Sent with every request. Not for secrets: these are shown in clear.',
      ui: { widget: 'key-values', order: 6, advanced: true },
    }),
    checkPath: z
      .string()
      .default('')
      .refine(isRelativePath, 'Write a path below the address, such as /me.')
      .meta({
        title: 'Path for the check',
        description: 'Asked for when the connection is tested.',
        ui: { order: 7, advanced: true, placeholder: '/me' },
      }),
    ...limitFields,
  })
  .superRefine((connection, context) => {
    for (const field of needs[connection.auth]) {
      if (!connection[field]) {
        context.addIssue({
          code: 'custom',
          path: [field],
          message: needed[field] ?? `The sign-in "${connection.auth}" needs this.`,
        });
      }
    }
    if (connection.auth === 'header' && ownHeaders.has(connection.name?.toLowerCase() ?? '')) {
      context.addIssue({ code: 'custom', path: ['name'], message: 'This header is set by Syncline itself.' });
    }
  });

export type HttpConnection = z.infer<typeof httpConnectionSchema>;

function secret(title: string, ...auth: string[]) {
  return z
    .string()
    .optional()
    .meta({ title, secret: true, ui: { widget: 'secret', order: 5, showIf: { auth } } });
}

export const httpConnection: ConnectionDefinition = {
  kind: 'http',
  title: 'HTTP API',
  icon: 'globe',
  doc: 'Any system with a JSON API: its address and how to sign in.',
  config: httpConnectionSchema,
  secrets: ['password', 'token', 'value', 'clientSecret'],
};

function isBaseUrl(text: string): boolean {
  try {
    const url = new URL(text);
    const plain = !url.username && !url.password && !url.search && !url.hash && !/[?#]/.test(text);
    return plain && (url.protocol === 'http:' || url.protocol === 'https:');
  } catch {
    return false;
  }
}

/** A path below the base address: no scheme, no host, no fragment, no control characters. */
export function isRelativePath(path: string): boolean {
  return !/^[a-z][a-z0-9+.-]*:|^\/\/|[\\#\s\p{Cc}]/iu.test(path);
}

/** @throws SyncError naming the first field that is not filled in rightly. */
export function readHttpConnection(connection: Record<string, unknown>): HttpConnection {
  const parsed = httpConnectionSchema.safeParse(connection);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') ?? '';
  throw new SyncError('pause', 'connection.config', `${path}: ${issue?.message ?? 'is not valid'}`, {
    pause: 'config',
    path,
  });
}

/** What goes along with every request to the connection's own host, and with none to another. */
export function credentialsOf(connection: HttpConnection): Credentials {
  const headers: Record<string, string> = { ...connection.headers };
  switch (connection.auth) {
    case 'none':
    // Its access token is put in where the call leaves, for it may be renewed on the way.
    case 'oauth':
      return { headers };
    case 'basic': {
      const pair = Buffer.from(`${connection.user}:${connection.password}`).toString('base64');
      return { headers: { ...headers, authorization: `Basic ${pair}` } };
    }
    case 'bearer':
      return { headers: { ...headers, authorization: `Bearer ${connection.token}` } };
    case 'header':
      return { headers: { ...headers, [connection.name ?? '']: connection.value ?? '' } };
    case 'query':
      return { headers, query: { [connection.name ?? '']: connection.value ?? '' } };
  }
}

/** @example addressOf(connection, '/contacts?limit=1').href // 'https://api.example.com/v1/contacts?limit=1' */
export function addressOf(connection: HttpConnection, path: string): URL {
  const base = new URL(connection.baseUrl);
  const start = base.origin + base.pathname.replace(/\/$/, '');
  const url = new URL(path === '' || /^[/?]/.test(path) ? start + path : `${start}/${path}`);
  if (url.origin !== base.origin) {
    throw new SyncError('pause', 'egress.refused', `the path leads away from ${base.host}`, {
      pause: 'config',
    });
  }
  return url;
}

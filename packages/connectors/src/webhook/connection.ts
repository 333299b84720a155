import { type ConnectionDefinition, SyncError } from '@syncline/model';
import * as z from 'zod';

const headerName = z
  .string()
  .regex(/^[A-Za-z0-9-]+$/, 'A header name has letters, digits and hyphens only.')
  .transform((name) => name.toLowerCase());

export const webhookConnectionSchema = z
  .strictObject({
    scheme: z
      .enum(['standard', 'hmac', 'shared-secret', 'basic'])
      .default('standard')
      .meta({
        title: 'How the sender proves itself',
        description:
          'Standard Webhooks, a signature of the body (HMAC), a secret in a header, or user and password. The reference of the sender tells.',
        ui: { order: 1 },
      }),
    secret: z
      .string()
      .min(1, 'Enter the secret that the sender has, too.')
      .meta({ title: 'Secret', secret: true, ui: { widget: 'secret', order: 2, placeholder: 'whsec_…' } }),
    user: z
      .string()
      .optional()
      .meta({ title: 'User', ui: { order: 3, showIf: { scheme: ['basic'] } } }),
    header: headerName.optional().meta({
      title: 'Header',
      description: 'The header that holds the signature or the secret.',
      ui: { order: 4, showIf: { scheme: ['hmac', 'shared-secret'] }, placeholder: 'X-Signature' },
    }),
    algorithm: z
      .enum(['sha256', 'sha1', 'sha512'])
      .default('sha256')
      .meta({ title: 'Algorithm', ui: { order: 5, showIf: { scheme: ['hmac'] } } }),
    encoding: z
      .enum(['hex', 'base64'])
      .default('hex')
      .meta({ title: 'Written as', ui: { order: 6, showIf: { scheme: ['hmac'] } } }),
    prefix: z
      .string()
      .default('')
      .meta({
        title: 'Prefix',
        description: 'What stands before it in the header, such as sha256= or Bearer.',
        ui: { order: 7, showIf: { scheme: ['hmac', 'shared-secret'] }, advanced: true },
      }),
    timestampHeader: headerName.optional().meta({
      title: 'Header with the time',
      description: 'When the sender signs a time along with the body.',
      ui: { order: 8, showIf: { scheme: ['hmac'] }, advanced: true },
    }),
    signedText: z
      .string()
      .refine((text) => text.includes('{body}'), 'It must contain {body}.')
      .optional()
      .meta({
        title: 'Signed text',
        description:
          'What the signature covers. Empty = {body}, or {timestamp}.{body} when there is a header with the time.',
        ui: { order: 9, showIf: { scheme: ['hmac'] }, advanced: true, placeholder: 'v0:{timestamp}:{body}' },
      }),
    toleranceSeconds: z
      .int()
      .min(10)
      .max(86_400)
      .default(300)
      .meta({
        title: 'Oldest signature, in seconds',
        ui: { order: 10, showIf: { scheme: ['standard', 'hmac'] }, advanced: true },
      }),
  })
  .superRefine((connection, context) => {
    const complain = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const { scheme, header, secret, user, timestampHeader, signedText } = connection;
    if ((scheme === 'hmac' || scheme === 'shared-secret') && !header) {
      complain('header', 'Name the header that holds it.');
    }
    if (scheme === 'basic' && !user) complain('user', 'Enter the user the sender signs in with.');
    if (scheme === 'standard' && readStandardSecret(secret) === null) {
      complain('secret', 'A Standard Webhooks secret is base64, with or without whsec_ before it.');
    }
    if (scheme === 'hmac' && timestampHeader && signedText && !signedText.includes('{timestamp}')) {
      complain('signedText', 'A time that is not signed proves nothing; put {timestamp} in.');
    }
    if (scheme === 'hmac' && !timestampHeader && signedText?.includes('{timestamp}')) {
      complain('timestampHeader', 'Name the header that {timestamp} is taken from.');
    }
  });

export type WebhookConnection = z.infer<typeof webhookConnectionSchema>;

export const webhookConnection: ConnectionDefinition = {
  kind: 'webhook',
  title: 'Webhook sender',
  icon: 'webhook',
  doc: 'How a sender proves that a webhook comes from it. Without one, the secret address alone protects the webhook.',
  config: webhookConnectionSchema,
  secrets: ['secret'],
};

/** @returns the key, null when the text is not a Standard Webhooks secret. */
export function readStandardSecret(secret: string): Buffer | null {
  const text = secret.startsWith('whsec_') ? secret.slice('whsec_'.length) : secret;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 === 1) return null;
  return Buffer.from(text, 'base64');
}

/** Intake runs on every post; the connection it is handed is parsed once for each object. */
const parsed = new WeakMap<object, WebhookConnection>();

/**
 * @returns null when the webhook has no connection.
 * @throws SyncError naming the field that is wrong.
 */
export function readWebhookConnection(connection: Record<string, unknown>): WebhookConnection | null {
  if (Object.keys(connection).length === 0) return null;
  const before = parsed.get(connection);
  if (before) return before;
  const result = webhookConnectionSchema.safeParse(connection);
  if (result.success) {
    parsed.set(connection, result.data);
    return result.data;
  }
  const [issue] = result.error.issues;
  const path = issue?.path.join('.') ?? '';
  throw new SyncError('pause', 'connection.config', `${path}: ${issue?.message ?? 'is not valid'}`, {
    pause: 'config',
    path,
  });
}

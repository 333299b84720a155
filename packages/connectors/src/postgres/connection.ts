import { type ConnectionDefinition, type ConnectorContext, SyncError } from '@syncline/model';
import * as z from 'zod';
import { type ParsedUrl, parsePostgresUrl } from './postgresUrl.ts';

const sslModes = ['off', 'require', 'verify'] as const;
export type SslMode = (typeof sslModes)[number];

const text = (title: string) => z.string().trim().min(1, `${title} is empty. Fill it in or remove it.`);

const configSchema = z
  .strictObject({
    url: z
      .string()
      .trim()
      .optional()
      .meta({
        title: 'Address',
        description: 'postgres://user:password@host:5432/database, in place of the fields below.',
        secret: true,
        ui: { widget: 'secret', order: 1, placeholder: 'postgres://app:…@db.example.com/shop' },
      }),
    host: text('Host')
      .optional()
      .meta({ title: 'Host', ui: { order: 2 } }),
    port: z
      .int()
      .min(1)
      .max(65_535)
      .default(5432)
      .meta({ title: 'Port', ui: { order: 3 } }),
    database: text('Database')
      .optional()
      .meta({ title: 'Database', ui: { order: 4 } }),
    user: text('User')
      .optional()
      .meta({ title: 'User', ui: { order: 5 } }),
    password: z
      .string()
      .optional()
      .meta({ title: 'Password', secret: true, ui: { widget: 'secret', order: 6 } }),
    ssl: z
      .enum(sslModes)
      .optional()
      .meta({
        title: 'Encryption',
        description:
          'require: encrypted. verify: encrypted, and the certificate must fit the host. Left out: off on this machine, require elsewhere.',
        ui: { order: 7 },
      }),
    schema: text('Schema')
      .optional()
      .meta({
        title: 'Schema',
        description: 'Where a table without a schema is looked for. Left out: the search path of the user.',
        ui: { order: 8, advanced: true },
      }),
  })
  .superRefine((config, issues) => {
    if (config.url !== undefined && config.url !== '') {
      const parsed = parsePostgresUrl(config.url);
      if (!parsed.ok) issues.addIssue({ code: 'custom', path: ['url'], message: parsed.message });
      return;
    }
    for (const field of ['host', 'database', 'user'] as const) {
      if (config[field] === undefined)
        issues.addIssue({ code: 'custom', path: [field], message: `Fill in ${field}, or give an address.` });
    }
    if (config.host?.startsWith('/'))
      issues.addIssue({ code: 'custom', path: ['host'], message: 'Give a host name, not a socket path.' });
  });

export interface PostgresSettings {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
  ssl: SslMode;
  schema: string | null;
}

export const connectionDefinition: ConnectionDefinition = {
  kind: 'postgres',
  title: 'PostgreSQL',
  icon: 'database',
  doc: 'A PostgreSQL database, version 13 or newer. The user needs to read what is synced, and to write where Syncline writes.',
  config: configSchema,
  secrets: ['url', 'password'],
};

/**
 * Where to connect, from the connection's parsed config.
 *
 * @throws SyncError(pause) that names the field.
 */
export function readSettings({ connection }: ConnectorContext): PostgresSettings {
  const known = settingsOf.get(connection);
  if (known !== undefined) return known;
  const settings = parseSettings(connection);
  settingsOf.set(connection, settings);
  return settings;
}

/** A run asks for each batch and keeps one object for all. */
const settingsOf = new WeakMap<ConnectorContext['connection'], PostgresSettings>();

function parseSettings(connection: ConnectorContext['connection']): PostgresSettings {
  const parsed = configSchema.safeParse(connection);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path.join('.') ?? '';
    throw new SyncError('pause', 'connection.config', `${path || 'connection'}: ${issue?.message ?? ''}`, {
      pause: 'config',
      path,
    });
  }
  const { url, schema = null, ...fields } = parsed.data;
  const { host = '', database = '', user = '', password = '' } = fields;
  const address = url ? addressOf(url) : { host, port: fields.port, database, user, password, ssl: null };
  const ssl = fields.ssl ?? address.ssl ?? (isLoopback(address.host) ? 'off' : 'require');
  return { ...address, ssl, schema };
}

function addressOf(url: string): ParsedUrl {
  const parsed = parsePostgresUrl(url);
  if (parsed.ok) return parsed.address;
  throw new SyncError('pause', 'connection.config', `url: ${parsed.message}`, {
    pause: 'config',
    path: 'url',
  });
}

const isLoopback = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|::1)$/i.test(host);

import * as z from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const loopback: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1']);

/**
 * Every setting, its safe default and its remedy, in one place. `syncline doctor` prints this table.
 */
export const settingDefinitions = {
  PORT: {
    schema: port.default(4400),
    what: 'Port of editor, API and webhooks',
    remedy: 'Use a number from 0 to 65535; 0 picks a free port.',
  },
  HOST: {
    schema: z.string().min(1).default('127.0.0.1'),
    what: 'Address to listen on',
    remedy: 'Use 127.0.0.1, or set SYNCLINE_OWNER_PASSWORD for any other address.',
  },
  DATABASE_URL: {
    schema: z
      .string()
      .regex(/^postgres(ql)?:\/\/\S+$/, 'is not a PostgreSQL address')
      .optional(),
    what: 'Your PostgreSQL; unset = the embedded one',
    remedy: 'Write it as postgres://user:password@host:5432/database.',
    secret: true,
  },
  SYNCLINE_DATA: {
    schema: z.string().min(1).default('.syncline'),
    what: 'Folder for the embedded database, files and the key',
    remedy: 'Name a folder this user may write to.',
  },
  SYNCLINE_KEY: {
    schema: z.string().min(32, 'is shorter than 32 characters').optional(),
    what: 'Key that encrypts secrets; unset = a key file made at first start',
    remedy: 'Use at least 32 random characters, and keep them: without them stored secrets can not be read.',
    secret: true,
  },
  SYNCLINE_PUBLIC_URL: {
    schema: z.url({ protocol: /^https?$/ }).optional(),
    what: 'Address under which others reach webhooks',
    remedy: 'Write it as https://sync.example.com.',
  },
  SYNCLINE_OWNER_PASSWORD: {
    schema: z.string().min(12, 'is shorter than 12 characters').optional(),
    what: 'Password of the owner; needed to listen on anything but loopback',
    remedy: 'Use at least 12 characters.',
    secret: true,
  },
  SYNCLINE_EGRESS_ALLOW: {
    schema: z
      .string()
      .default('')
      .transform((text) =>
        text
          .split(',')
          .map((entry) => entry.trim())
          .filter(Boolean),
      ),
    what: 'Private addresses that HTTP steps may call',
    remedy: 'List CIDR ranges or host:port, separated by commas: 10.0.0.0/8,crm.local:8080.',
  },
  SYNCLINE_WORKERS: {
    schema: z.coerce.number().int().min(1).max(64).default(4),
    what: 'Flow parts one worker process works on at a time',
    remedy: 'Use a number from 1 to 64.',
  },
  SYNCLINE_MAX_BODY: {
    schema: z.coerce.number().int().min(1024).max(104_857_600).default(1_048_576),
    what: 'Largest webhook body in bytes',
    remedy: 'Use a number from 1024 to 104857600.',
  },
  LOG_LEVEL: {
    schema: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    what: 'How much the process log says',
    remedy: 'Use debug, info, warn or error.',
  },
} satisfies Record<string, { schema: z.ZodType; what: string; remedy: string; secret?: boolean }>;

export interface Settings {
  port: number;
  host: string;
  databaseUrl: string | null;
  dataFolder: string;
  key: string | null;
  publicUrl: string | null;
  ownerPassword: string | null;
  egressAllow: string[];
  workers: number;
  maxBody: number;
  logLevel: 'debug' | 'info' | 'warn' | 'error';
}

/** A setting that stops the start; `message` is the one line to print. Exit code 78 (EX_CONFIG). */
export class SettingsError extends Error {
  readonly exitCode = 78;
  constructor(message: string) {
    super(message);
    this.name = 'SettingsError';
  }
}

/**
 * Reads every setting from the environment once.
 *
 * @throws SettingsError naming the first bad setting and its remedy.
 */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const read = <N extends keyof typeof settingDefinitions>(
    name: N,
  ): z.output<(typeof settingDefinitions)[N]['schema']> => {
    const definition = settingDefinitions[name];
    const given = environment[name];
    const parsed = definition.schema.safeParse(given === '' ? undefined : given);
    if (parsed.success) {
      // Each entry's own schema parsed it; TypeScript can't follow the name through the table.
      return parsed.data as z.output<(typeof settingDefinitions)[N]['schema']>;
    }
    const [issue] = parsed.error.issues;
    // Messages of ours go on after the name; those of zod talk of types.
    const what = issue?.message.startsWith('is ') ? issue.message : 'has a value that does not fit';
    throw new SettingsError(`${name} ${what}. ${definition.remedy}`);
  };
  const host = read('HOST');
  const ownerPassword = read('SYNCLINE_OWNER_PASSWORD') ?? null;
  if (!loopback.has(host) && ownerPassword === null) {
    throw new SettingsError(
      `HOST is ${host}, so others could reach this server, and no SYNCLINE_OWNER_PASSWORD is set. Set one of at least 12 characters, or use HOST=127.0.0.1.`,
    );
  }
  return {
    port: read('PORT'),
    host,
    databaseUrl: read('DATABASE_URL') ?? null,
    dataFolder: read('SYNCLINE_DATA'),
    key: read('SYNCLINE_KEY') ?? null,
    publicUrl: read('SYNCLINE_PUBLIC_URL') ?? null,
    ownerPassword,
    egressAllow: read('SYNCLINE_EGRESS_ALLOW'),
    workers: read('SYNCLINE_WORKERS'),
    maxBody: read('SYNCLINE_MAX_BODY'),
    logLevel: read('LOG_LEVEL'),
  };
}

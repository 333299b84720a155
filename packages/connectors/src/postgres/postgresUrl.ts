import type { SslMode } from './connection.ts';

export interface ParsedUrl {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
  ssl: SslMode | null;
}

export type UrlResult = { ok: true; address: ParsedUrl } | { ok: false; message: string };

const sslModeOf: Record<string, SslMode> = {
  disable: 'off',
  allow: 'off',
  prefer: 'require',
  require: 'require',
  'verify-ca': 'verify',
  'verify-full': 'verify',
};

/**
 * Reads an address ourselves: drivers take parameters such as `sslrootcert=/etc/…` or `options=…` from it, which would
 * let a connection read files of this server. Only `sslmode` is taken, everything else is refused by name.
 *
 * @example parsePostgresUrl('postgres://app:secret@db.example.com/shop')
 */
export function parsePostgresUrl(text: string): UrlResult {
  const shape = 'Write it as postgres://user:password@host:5432/database.';
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return { ok: false, message: `It is not an address. ${shape}` };
  }
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:')
    return { ok: false, message: `It does not begin with postgres://. ${shape}` };
  if (url.hostname === '') return { ok: false, message: `It has no host. ${shape}` };
  if (url.username === '') return { ok: false, message: `It has no user. ${shape}` };
  const database = decode(url.pathname.slice(1));
  if (!database) return { ok: false, message: `It has no database. ${shape}` };
  const user = decode(url.username);
  const password = decode(url.password);
  const host = decode(url.hostname.replace(/^\[|\]$/g, ''));
  if (user === null || password === null || !host)
    return { ok: false, message: 'A character after % is wrong. Encode special characters as %XX.' };
  if (host.startsWith('/')) return { ok: false, message: 'Give a host name, not a socket path.' };
  let ssl: SslMode | null = null;
  for (const [name, value] of url.searchParams) {
    if (name !== 'sslmode')
      return { ok: false, message: `The parameter ${name.slice(0, 64)} is not taken. Remove it.` };
    ssl = Object.hasOwn(sslModeOf, value) ? (sslModeOf[value] ?? null) : null;
    if (ssl === null) return { ok: false, message: 'sslmode must be disable, require or verify-full.' };
  }
  return {
    ok: true,
    address: { host, port: url.port === '' ? 5432 : Number(url.port), database, user, password, ssl },
  };
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

import { messageOf } from '@syncline/model';

const remedies: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there. Start the database, or correct host and port.',
  ENOTFOUND: 'There is no host of this name. Correct it.',
  ETIMEDOUT: 'It did not answer in time. Check host, port and firewall.',
  '28P01': 'It refuses the password. Correct user and password.',
  '28000': 'It refuses this user. Correct the user, or let it in.',
  '3D000': 'There is no database of this name. Create it, or correct the name.',
  '42501':
    'The user may not create what Syncline needs. Give it the right to create schemas in this database.',
  '53300': 'It takes no more connections. Raise max_connections, or stop other programs.',
};

/**
 * Why the database of DATABASE_URL could not be opened, in words that name it and the remedy, without its password.
 *
 * @example describeDatabaseFailure(refused, 'postgres://app:secret@db:5432/sync').message // 'DATABASE_URL: db:5432/sync …'
 */
export function describeDatabaseFailure(error: unknown, url: string): Error {
  // A name with several addresses fails with a bundle that has no words of its own.
  const first: unknown = error instanceof AggregateError ? (error.errors[0] ?? error) : error;
  const code: unknown = first instanceof Error ? Reflect.get(first, 'code') : undefined;
  const remedy = typeof code === 'string' && Object.hasOwn(remedies, code) ? remedies[code] : undefined;
  if (remedy === undefined) return error instanceof Error ? error : new Error(messageOf(error));
  const { host, pathname } = new URL(url);
  return new Error(`DATABASE_URL: ${host}${pathname} can not be used (${messageOf(first)}). ${remedy}`, {
    cause: error,
  });
}

import { expect, it } from 'vitest';
import { parsePostgresUrl } from './postgresUrl.ts';

it('reads host, port, database, user and password, decoded', () => {
  expect(parsePostgresUrl('postgres://app:p%40ss%2F@db.example.com/shop?sslmode=verify-full')).toEqual({
    ok: true,
    address: {
      host: 'db.example.com',
      port: 5432,
      database: 'shop',
      user: 'app',
      password: 'p@ss/',
      ssl: 'verify',
    },
  });
  expect(parsePostgresUrl('postgresql://app@[::1]:6543/my%20db')).toMatchObject({
    address: { host: '::1', port: 6543, database: 'my db', password: '', ssl: null },
  });
});

it.each([
  ['mysql://app@host/db', 'postgres://'],
  ['not an address', 'not an address'],
  ['postgres://host/db', 'user'],
  ['postgres://app@host/', 'database'],
  ['postgres://app:%zz@host/db', '%'],
  ['postgres://app@%2Fvar%2Frun/db', 'socket'],
  ['postgres://app@host/db?sslrootcert=/etc/passwd', 'sslrootcert'],
  ['postgres://app@host/db?options=-c%20x', 'options'],
  ['postgres://app@host/db?host=/var/run', 'host'],
  ['postgres://app@host/db?sslmode=maybe', 'sslmode'],
])('refuses %s and says why, without the password', (url, word) => {
  const parsed = parsePostgresUrl(url.replace('app@', 'app:hunter2@'));
  expect(parsed.ok).toBe(false);
  expect(JSON.stringify(parsed)).toContain(word);
  expect(JSON.stringify(parsed)).not.toContain('hunter2');
});

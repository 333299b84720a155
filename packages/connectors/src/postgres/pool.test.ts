import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { openPool } from './pool.ts';

const settings = {
  host: '127.0.0.1',
  port: 1,
  database: 'shop',
  user: 'reader',
  password: '',
  ssl: 'off' as const,
  schema: null,
};

it('lets no connection end the process that the server cuts off while it is being given up', async () => {
  const pool = openPool(settings);
  const client = new EventEmitter();
  pool.emit('connect', client);
  const cut = new Error('terminating connection due to administrator command');
  expect(() => client.emit('error', cut)).not.toThrow();
  expect(() => pool.emit('error', cut)).not.toThrow();
  await pool.end();
});

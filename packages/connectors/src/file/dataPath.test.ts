import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findDataFiles, listDataFiles, resolveDataFile } from './dataPath.ts';

let root: string;
let data: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'syncline-path-'));
  data = join(root, 'data');
  await mkdir(join(data, 'inbox'), { recursive: true });
  await mkdir(join(root, 'data-secret'));
  await writeFile(join(root, 'secret.txt'), 'secret');
  await writeFile(join(root, 'data-secret', 'x.csv'), 'secret');
  for (const name of ['a.csv', 'orders-2.csv', 'orders-10.csv', 'orders.txt', '.hidden.csv', 'inbox/b.csv'])
    await writeFile(join(data, name), 'id\n1\n');
  await symlink(join(root, 'secret.txt'), join(data, 'link.csv'));
  await symlink(root, join(data, 'up'));
  await symlink(join(root, 'not-yet.txt'), join(data, 'dangling.csv'));
  await symlink(join(data, 'a.csv'), join(data, 'inner.csv'));
});

afterAll(() => rm(root, { recursive: true, force: true }));

it.each([
  '../secret.txt',
  'inbox/../../secret.txt',
  '..',
  '.',
  './a.csv',
  '/etc/passwd',
  'C:\\windows\\win.ini',
  'C:a.csv',
  '\\\\server\\share\\a.csv',
  'inbox\\..\\..\\secret.txt',
  'a.csv\0.txt',
  'a\n.csv',
  'link.csv',
  'up/secret.txt',
  'up/data-secret/x.csv',
  'up/new/folder/x.csv',
  'dangling.csv',
  '../data-secret/x.csv',
  '.hidden.csv',
  'inbox//b.csv',
  'inbox/',
  '',
  ' ',
  'x'.repeat(4096),
  `${'é'.repeat(150)}.csv`,
])('refuses %j, which is not a file of the data folder', async (name) => {
  await expect(resolveDataFile(data, name)).rejects.toMatchObject({
    verdict: 'pause',
    code: 'file.unsafe-path',
    path: 'file',
  });
});

it('takes files inside, also new ones, percent signs as they are and links that stay inside', async () => {
  expect(await resolveDataFile(data, 'inbox/b.csv')).toBe(join(data, 'inbox', 'b.csv'));
  expect(await resolveDataFile(data, 'new/deep/c.csv')).toBe(join(data, 'new', 'deep', 'c.csv'));
  expect(await resolveDataFile(data, 'x..%2f..%2fsecret.txt')).toBe(join(data, 'x..%2f..%2fsecret.txt'));
  expect(await resolveDataFile(data, 'inner.csv')).toBe(join(data, 'a.csv'));
});

it('finds several files by one star, by name, and none outside', async () => {
  expect(await findDataFiles(data, 'orders-*.csv')).toEqual(['orders-10.csv', 'orders-2.csv']);
  expect(await findDataFiles(data, 'inbox/*')).toEqual(['inbox/b.csv']);
  expect(await findDataFiles(data, 'nothing*')).toEqual([]);
  expect(await findDataFiles(data, 'o*d*s-*2*v')).toEqual(['orders-2.csv']);
  for (const pattern of ['../*', '*/../x', 'up/*', '/*', '.*'])
    await expect(findDataFiles(data, pattern)).rejects.toMatchObject({ code: 'file.unsafe-path' });
});

it('lists what can be chosen', async () => {
  expect(await listDataFiles(data)).toEqual([
    'a.csv',
    'inbox/b.csv',
    'orders-10.csv',
    'orders-2.csv',
    'orders.txt',
  ]);
});

import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DataFiles, openDataFiles, safeFileName } from './dataFiles.ts';

let folder: string;
let files: DataFiles;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
  files = await openDataFiles(join(folder, 'files'), 1000);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('file names', () => {
  it.each(['customers.csv', 'Bestellungen März 2026.csv', '顧客.ndjson', 'a', 'report_(1).csv'])(
    'takes %s',
    (name) => {
      expect(safeFileName(name)).toBe(name);
    },
  );

  it.each([
    '..',
    '../x',
    'a/../b',
    'a/b',
    'a\\b',
    '/etc/passwd',
    '.env',
    'a\0b',
    'a..b',
    'C:\\x',
    'x:y',
    'nul',
    'COM1.txt',
    'trailing.',
    'trailing ',
    '',
    'x'.repeat(201),
    'new\nline',
    '\u202Egnp.exe',
  ])('refuses %j', (name) => {
    expect(() => safeFileName(name)).toThrow(expect.objectContaining({ code: 'file.unsafe-path' }));
  });
});

describe('data files', () => {
  it('gives back what was uploaded and lists it', async () => {
    await files.save('a.csv', Readable.from([Buffer.from('id;name\n'), Buffer.from('1;Ana\n')]));
    const opened = await files.open('a.csv');
    expect(await text(opened.stream)).toBe('id;name\n1;Ana\n');
    expect(await files.list()).toEqual([expect.objectContaining({ name: 'a.csv', bytes: 14 })]);
  });

  it('keeps the old file when an upload breaks off', async () => {
    await files.save('a.csv', Readable.from([Buffer.from('old')]));
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw new Error('the sender went away');
      })(),
    );
    await expect(files.save('a.csv', broken)).rejects.toThrow('went away');
    expect(await text((await files.open('a.csv')).stream)).toBe('old');
    expect(await readdir(files.folder)).toEqual(['a.csv']);
  });

  it('refuses what is too large and leaves nothing behind', async () => {
    const large = Readable.from([Buffer.alloc(600), Buffer.alloc(600)]);
    await expect(files.save('big.csv', large)).rejects.toMatchObject({ code: 'request.too-large' });
    expect(await readdir(files.folder)).toEqual([]);
  });

  it('does not follow a link out of the folder', async () => {
    await writeFile(join(folder, 'secret'), 'canary');
    await symlink(join(folder, 'secret'), join(files.folder, 'link.csv'));
    await expect(files.open('link.csv')).rejects.toMatchObject({ code: 'not-found' });
    expect(await files.list()).toEqual([]);
  });

  it('lays a sample down only where there is no file yet', async () => {
    await files.saveIfAbsent('a.csv', 'sample');
    await files.saveIfAbsent('a.csv', 'other');
    expect(await text((await files.open('a.csv')).stream)).toBe('sample');
  });

  it('says that a missing file is missing', async () => {
    await expect(files.open('none.csv')).rejects.toMatchObject({ code: 'not-found' });
  });
});

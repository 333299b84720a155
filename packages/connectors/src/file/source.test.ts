import { appendFile, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Change, ConnectorContext, ReadPage, RejectedInput, Token } from '@syncline/model';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readNode } from './readNode.ts';
import { fileSource } from './source.ts';

let folder: string;
let lines: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'syncline-file-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const context = (): ConnectorContext => ({
  connection: {},
  signal: new AbortController().signal,
  now: () => new Date('2026-03-04T05:06:07Z'),
  log: (_level, text) => lines.push(text),
  dataFolder: folder,
  egressAllow: [],
});

interface Found {
  changes: Change[];
  rejected: RejectedInput[];
  pages: ReadPage[];
  token: Token | null;
}

async function read(
  part: Record<string, unknown>,
  { token = null as Token | null, pageRecords = 100, pageBytes = 1 << 20, stopAfter = 1e9 } = {},
): Promise<Found> {
  const config = readNode.config.parse({ file: 'x.csv', key: ['id'], ...part });
  const found: Found = { changes: [], rejected: [], pages: [], token };
  const request = { config, window: null, token, pageRecords, pageBytes };
  for await (const page of fileSource.read(context(), request)) {
    found.pages.push(page);
    found.changes.push(...page.changes);
    found.rejected.push(...page.rejected);
    found.token = page.token;
    if (found.pages.length === stopAfter) break;
  }
  return found;
}

const put = (content: string | Buffer, name = 'x.csv') => writeFile(join(folder, name), content);
const records = ({ changes }: Found) => changes.map(({ record }) => record);
const badRows = ({ rejected }: Found) => rejected.map(({ place, code }) => `${place} ${code}`);

describe('a CSV file', () => {
  it.each<[string, string, Record<string, unknown>, unknown[], string[]]>([
    [
      'plain rows',
      'id,name\n1,Ann\n2,Bob',
      {},
      [
        { id: '1', name: 'Ann' },
        { id: '2', name: 'Bob' },
      ],
      [],
    ],
    ['Windows line ends', 'id,name\r\n1,Ann\r\n', {}, [{ id: '1', name: 'Ann' }], []],
    [
      'quotes, delimiters and line breaks',
      'id,name\n1,"a ""b"", c\nd"\n2,"x"\r\n',
      {},
      [
        { id: '1', name: 'a "b", c\nd' },
        { id: '2', name: 'x' },
      ],
      [],
    ],
    ['empty cells and empty text', 'id,a,b\n1,,""\n', {}, [{ id: '1', a: null, b: '' }], []],
    [
      'empty lines',
      '\n\nid,a\n\n1,x\n\n\n2,y\n\n',
      {},
      [
        { id: '1', a: 'x' },
        { id: '2', a: 'y' },
      ],
      [],
    ],
    ['a byte order mark', '\ufeffid,a\n1,x\n', {}, [{ id: '1', a: 'x' }], []],
    ['semicolons', 'id;a,b\n1;2,5\n', {}, [{ id: '1', 'a,b': '2,5' }], []],
    ['tabs', 'id\ta\n1\tx,y\n', {}, [{ id: '1', a: 'x,y' }], []],
    ['bars', 'id|a\n1|"x|y"\n', {}, [{ id: '1', a: 'x|y' }], []],
    [
      'names to trim, empty and twice',
      ' id , ,a,a\n1,2,3,4\n',
      {},
      [{ id: '1', column_2: '2', a: '3', a_2: '4' }],
      [],
    ],
    ['no header', '7,x\n', { header: false, key: ['column_1'] }, [{ column_1: '7', column_2: 'x' }], []],
    [
      'wrong column counts',
      'id,a\n1\n2,x,y\n3,z\n',
      {},
      [{ id: '3', a: 'z' }],
      ['line 2 source.bad-row', 'line 3 source.bad-row'],
    ],
    [
      'a quote that never closes',
      'id,a\n1,"x\n2,y\n3,z\n',
      {},
      [
        { id: '2', a: 'y' },
        { id: '3', a: 'z' },
      ],
      ['line 2 source.bad-row'],
    ],
    [
      'a quote that closes in another row',
      'id,a\n1,"x\n2,"y"\n3,z\n',
      {},
      [
        { id: '2', a: 'y' },
        { id: '3', a: 'z' },
      ],
      ['line 2 source.bad-row'],
    ],
    ['text behind a quote', 'id,a\n1,"x"y\n2,z\n', {}, [{ id: '2', a: 'z' }], ['line 2 source.bad-row']],
    [
      'a quote inside text',
      'id,a\n1,5" disk\n2,z\n',
      {},
      [
        { id: '1', a: '5" disk' },
        { id: '2', a: 'z' },
      ],
      [],
    ],
    ['no quotes at all', `id,a\n1,"x\n`, { quote: '' }, [{ id: '1', a: '"x' }], []],
    ['other quotes', `id,a\n1,'x,"y'\n`, { quote: "'" }, [{ id: '1', a: 'x,"y' }], []],
    [
      'rows without key',
      'id,a\n,x\n"",y\n3,z\n',
      {},
      [{ id: '3', a: 'z' }],
      ['line 2 source.no-key', 'line 3 source.no-key'],
    ],
    [
      'formulas made harmless',
      `id,a\n1,'=1+1\n2,'plain\n3,''=x\n4,-5\n`,
      {},
      [
        { id: '1', a: '=1+1' },
        { id: '2', a: "'plain" },
        { id: '3', a: "'=x" },
        { id: '4', a: '-5' },
      ],
      [],
    ],
    ['the last row without an end', 'id,a\n1,"x"', {}, [{ id: '1', a: 'x' }], []],
    ['only a header', 'id,a\n', {}, [], []],
    ['nothing', '', {}, [], []],
  ])('with %s', async (_what, text, part, expected, bad) => {
    await put(text);
    const found = await read(part);
    expect(records(found)).toEqual(expected);
    expect(badRows(found)).toEqual(bad);
  });

  it('keeps hostile column names as plain fields of the record', async () => {
    await put('id,__proto__,constructor,toString\n1,a,b,c\n');
    const [record] = records(await read({}));
    expect(Object.entries(record ?? {})).toEqual([
      ['id', '1'],
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['toString', 'c'],
    ]);
    expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
    const keyed = await read({ key: ['valueOf'] }).catch((error: unknown) => error);
    expect(keyed).toMatchObject({ verdict: 'pause', code: 'source.schema', path: 'key' });
  });

  it.each(['utf-8', 'utf-16le', 'windows-1252', 'iso-8859-1'] as const)(
    'in %s, resumed at every row',
    async (encoding) => {
      const rows = Array.from({ length: 40 }, (_, id) => `${id},"Müller ""é"" ${id}\nzwei",straße`);
      const mark = encoding === 'utf-16le' ? '\ufeff' : '';
      await put(iconv.encode(`${mark}id,name,street\n${rows.join('\n')}\n`, encoding, { addBOM: false }));
      const whole = await read({ encoding });
      expect(whole.changes).toHaveLength(40);
      expect(whole.changes[7]?.record).toEqual({ id: '7', name: 'Müller "é" 7\nzwei', street: 'straße' });
      let token: Token | null = null;
      const ids: unknown[] = [];
      for (let turn = 0; turn < 41; turn += 1) {
        const step = await read({ encoding }, { token, pageRecords: 1, stopAfter: 1 });
        ids.push(...step.changes.map(({ key }) => key));
        token = step.token;
      }
      expect(ids).toEqual(rows.map((_, id) => String(id)));
    },
  );

  it('rejects rows of another encoding and tells which to choose', async () => {
    await put(iconv.encode('id,a\n1,é\n2,x\n', 'windows-1252'));
    const found = await read({});
    expect(badRows(found)).toEqual(['line 2 source.bad-row']);
    expect(found.rejected[0]?.message).toContain('encoding');
    await put(iconv.encode('\ufeffid,a\n1,x\n', 'utf-16le'));
    const wrong = await read({}).catch((error: unknown) => error);
    expect(wrong).toMatchObject({ verdict: 'pause', path: 'encoding' });
  });

  it('sets aside records larger than 1 MiB and goes on behind them', async () => {
    const long = 'x'.repeat(3 << 20);
    await put(
      `id,a\n1,${long}\n2,"${long}\n3,ok\n4,"${'y'.repeat(1_100_000)}"\n5,ok\n6,"open\n${'7,ok\n'.repeat(300_000)}`,
    );
    const found = await read({}, { pageRecords: 100_000 });
    expect(badRows(found)).toEqual([
      'line 2 record.too-large',
      'line 3 record.too-large',
      'line 5 record.too-large',
      'line 7 source.bad-row',
    ]);
    expect(found.changes.length).toBe(300_002);
    expect(found.rejected.every(({ raw }) => raw.length <= 8192)).toBe(true);
    const keys: string[] = [];
    let token: Token | null = null;
    for (let turn = 0; turn < 6; turn += 1) {
      const step = await read({}, { token, pageRecords: 1, stopAfter: 1 });
      keys.push(...step.changes.map(({ key }) => key), ...badRows(step));
      token = step.token;
    }
    expect(keys.slice(0, 3)).toEqual(['line 2 record.too-large', 'line 3 record.too-large', '3']);
  });

  it('reads what a well-known writer writes as a well-known reader does, wherever pages end', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'é', ' ', ';'), maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { maxLength: 12 }), fc.nat(5), async (rows, size) => {
        const text = stringify(
          rows.map(([a, b], id) => [id, a, b]),
          { header: true, columns: ['id', 'a', 'b'], quoted: true, quoted_empty: true },
        );
        const expected = parse(text, { columns: true });
        await put(text);
        const found: Found[] = [];
        let token: Token | null = null;
        do {
          const step = await read({ delimiter: ',' }, { token, pageRecords: size + 1, stopAfter: 1 });
          found.push(step);
          token = step.pages.length === 0 ? null : step.token;
        } while (token !== null);
        expect(found.flatMap(records)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});

it('reads one JSON object per line, without losing digits or reaching a prototype', async () => {
  await put('{"id":12345678901234567890,"__proto__":{"x":1}}\n\n[1]\n{"id":2\n{"id":3}', 'x.ndjson');
  const found = await read({ file: 'x.ndjson', format: 'ndjson' });
  expect(found.changes.map(({ key }) => key)).toEqual(['12345678901234567890', '3']);
  expect(Object.keys(found.changes[0]?.record ?? {})).toEqual(['id', '__proto__']);
  expect(Reflect.get({}, 'x')).toBeUndefined();
  expect(badRows(found)).toEqual(['line 3 source.bad-row', 'line 4 source.bad-row']);
});

it('goes on in the file it was in, and begins a changed file again', async () => {
  await put('id\n1\n2\n3\n', 'part-a.csv');
  await put('id\n4\n5\n', 'part-b.csv');
  const part = { file: 'part-*.csv' };
  const stopped = await read(part, { pageRecords: 2, stopAfter: 1 });
  expect(stopped.pages[0]?.progress).toBeCloseTo(7 / 9 / 2, 1);
  const rest = await read(part, { pageRecords: 2, token: stopped.token });
  expect(rest.changes.map(({ key }) => key)).toEqual(['3', '4', '5']);
  expect(rest.changes[0]).toMatchObject({ stream: 'part-*.csv', version: { kind: 'none' } });
  expect(rest.pages.at(-1)?.progress).toBe(1);
  await appendFile(join(folder, 'part-a.csv'), '9\n');
  lines = [];
  const again = await read(part, { token: stopped.token });
  expect(again.changes.map(({ key }) => key)).toEqual(['1', '2', '3', '9', '4', '5']);
  expect(lines.join()).toContain('has changed');
  await utimes(join(folder, 'part-b.csv'), 1_700_000_000, 1_700_000_000);
  expect((await read({ file: 'part-b.csv' })).changes[0]?.sourceTs).toBe('2023-11-14T22:13:20.000Z');
});

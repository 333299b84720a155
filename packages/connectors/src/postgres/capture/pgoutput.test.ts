import { describe, expect, it } from 'vitest';
import { decodeMessage } from './pgoutput.ts';
import { readFrame, statusFrame } from './streamFrame.ts';

const word = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const long = (value: bigint) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
};
const text = (value: string) => Buffer.from(`${value}\0`);
const sized = (value: string) => Buffer.concat([word(Buffer.byteLength(value)), Buffer.from(value)]);
const cells = (...values: (string | null | undefined)[]) =>
  Buffer.concat([
    Buffer.from([0, values.length]),
    ...values.map((value) =>
      typeof value === 'string'
        ? Buffer.concat([Buffer.from('t'), sized(value)])
        : Buffer.from(value === null ? 'n' : 'u'),
    ),
  ]);
const message = (letter: string, ...parts: Buffer[]) => Buffer.concat([Buffer.from(letter), ...parts]);

describe('a message of the stream', () => {
  it('begins and ends a transaction', () => {
    const second = 1_000_000n;
    expect(decodeMessage(message('B', long(500n), long(60n * second), word(741)))).toEqual({
      kind: 'begin',
      commit: 500n,
      committedAt: new Date('2000-01-01T00:01:00Z'),
      xid: 741,
    });
    expect(decodeMessage(message('C', Buffer.from([0]), long(500n), long(548n), long(0n)))).toEqual({
      kind: 'commit',
      end: 548n,
    });
  });

  it('describes a table', () => {
    const column = (identity: number, name: string, type: number) =>
      Buffer.concat([Buffer.from([identity]), text(name), word(type), word(0xffffffff)]);
    const columns = [Buffer.from([0, 2]), column(1, 'id', 23), column(0, 'naïve', 25)];
    expect(
      decodeMessage(message('R', word(16_400), text('public'), text('people'), Buffer.from('d'), ...columns)),
    ).toEqual({
      kind: 'relation',
      oid: 16_400,
      columns: [
        { name: 'id', type: 23, identity: true },
        { name: 'naïve', type: 25, identity: false },
      ],
    });
  });

  it('brings rows with what is null, what was not sent, and what was there before', () => {
    expect(decodeMessage(message('I', word(7), Buffer.from('N'), cells('1', null, 'ü')))).toEqual({
      kind: 'insert',
      oid: 7,
      row: ['1', null, 'ü'],
    });
    expect(decodeMessage(message('U', word(7), Buffer.from('N'), cells('1', undefined)))).toMatchObject({
      old: null,
      row: ['1', undefined],
    });
    const keyed = message(
      'U',
      word(7),
      Buffer.from('K'),
      cells('1', null),
      Buffer.from('N'),
      cells('2', 'b'),
    );
    expect(decodeMessage(keyed)).toMatchObject({ old: { whole: false, row: ['1', null] }, row: ['2', 'b'] });
    expect(decodeMessage(message('D', word(7), Buffer.from('O'), cells('1', 'a')))).toEqual({
      kind: 'delete',
      oid: 7,
      old: { whole: true, row: ['1', 'a'] },
    });
  });

  it('tells of emptied tables and of our own notes; others are passed over', () => {
    expect(decodeMessage(message('T', word(2), Buffer.from([0]), word(7), word(8)))).toEqual({
      kind: 'truncate',
      oids: [7, 8],
    });
    expect(decodeMessage(message('M', Buffer.from([0]), long(9n), text('syncline'), sized('hello')))).toEqual(
      {
        kind: 'message',
        at: 9n,
        prefix: 'syncline',
        content: 'hello',
      },
    );
    expect(decodeMessage(message('Y', word(1)))).toEqual({ kind: 'other' });
  });

  it('that ends too early is refused, wherever it is cut', () => {
    const whole = message('I', word(7), Buffer.from('N'), cells('1', 'abc'));
    for (let end = 1; end < whole.length; end += 1)
      expect(() => decodeMessage(whole.subarray(0, end)), `at ${end}`).toThrow(RangeError);
  });
});

describe('the wire', () => {
  it('tells data from signs of life, and keeps data when the driver uses its buffer again', () => {
    const chunk = Buffer.concat([Buffer.from('w'), long(1n), long(2n), long(3n), Buffer.from('body')]);
    const frame = readFrame(chunk);
    chunk.fill(0);
    expect(frame).toEqual({ kind: 'data', body: Buffer.from('body') });
    expect(readFrame(Buffer.concat([Buffer.from('k'), long(44n), long(0n), Buffer.from([1])]))).toEqual({
      kind: 'keepalive',
      walEnd: 44n,
      wantsAnswer: true,
    });
    expect(readFrame(Buffer.from('?'))).toBeNull();
  });

  it('says three times up to where all is stored: written, on disk, applied', () => {
    const frame = statusFrame(0x1_0000_0002n, new Date('2000-01-01T00:00:01Z'), true);
    expect(frame.readUInt32BE(1)).toBe(frame.length - 1);
    expect([6, 14, 22].map((at) => frame.readBigUInt64BE(at))).toEqual(Array(3).fill(0x1_0000_0002n));
    expect(frame.readBigInt64BE(30)).toBe(1_000_000n);
    expect(frame.at(-1)).toBe(1);
  });
});

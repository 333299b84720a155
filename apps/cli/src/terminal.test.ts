import { expect, it } from 'vitest';
import { createTerminal } from './terminal.ts';

const record = (isTTY: boolean) => {
  const written: string[] = [];
  return {
    written,
    output: {
      isTTY,
      columns: 40,
      write: (text: string | Uint8Array) => {
        written.push(String(text));
        return true;
      },
    },
  };
};

it('keeps the result apart from what is said to the person who waits', () => {
  const out = record(false);
  const err = record(false);
  const terminal = createTerminal({}, out.output, err.output);
  terminal.print('result');
  terminal.note('note');
  terminal.update('42 %');
  expect(out.written).toEqual(['result\n']);
  expect(err.written).toEqual(['note\n']);
});

it('takes the updating line away before the next line is written, and cuts it to the width', () => {
  const out = record(true);
  const err = record(true);
  const terminal = createTerminal({}, out.output, err.output);
  terminal.update('x'.repeat(100));
  terminal.print('result');
  expect(err.written).toEqual(['x'.repeat(39), '\r\u001b[2K']);
  expect(out.written).toEqual(['result\n']);
});

it('shows no control character that a record or a document holds', () => {
  const out = record(false);
  createTerminal({}, out.output, out.output).print('\u001b[2Jname\u0007 é\tz');
  expect(out.written).toEqual(['\ufffd[2Jname\ufffd é\tz\n']);
});

import { expect, it } from 'vitest';
import { describeBalance, describeFailures, describeSteps } from './runReport.ts';

const titles = { file: 'Customer file', clean: 'Clean', table: 'Customers' };

it('shows each step in the order records pass it, with what became of them', () => {
  const nodes = {
    table: { in: 117, out: 0, outcomes: { created: 100, unchanged: 17 } },
    file: { in: 120, out: 119, outcomes: { rejected: 1 } },
    clean: { in: 119, out: 117, outcomes: { dead: 2 } },
  };
  expect(describeSteps({ nodes }, titles)).toEqual([
    'step            in  out  of these',
    'Customer file  120  119  1 rejected',
    'Clean          119  117  2 dead',
    'Customers      117    0  100 created, 17 unchanged',
  ]);
});

it('leaves out steps that no record of this run could reach', () => {
  expect(describeSteps({ nodes: { clean: { in: 1, out: 1, outcomes: {} } } }, titles)).toHaveLength(2);
});

it('says why records failed and what to do', () => {
  const group = { node: 'clean', code: 'mapping.required', field: 'email', count: 2 };
  const words = { title: 'A field is empty', message: 'email has no value', whatToDo: 'Fill it.' };
  expect(describeFailures([{ ...group, ...words }], titles)).toEqual([
    'Failed records',
    '  2 records at Clean, field email: A field is empty.',
    '    For example: email has no value.',
    '    Fill it.',
    '',
  ]);
  expect(describeFailures([], titles)).toEqual([]);
});

it('writes the balance so that it can be checked by adding', () => {
  const totals = { read: 10, written: 6, unchanged: 1, waiting: 2, failed: 1 };
  expect(describeBalance(totals)).toBe('10 read = 6 written + 1 unchanged + 2 waiting + 1 failed');
  expect(describeBalance({ ...totals, read: 8, waiting: 0 })).toBe(
    '8 read = 6 written + 1 unchanged + 1 failed',
  );
});

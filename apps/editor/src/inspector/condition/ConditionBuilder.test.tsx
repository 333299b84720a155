// @vitest-environment happy-dom
import { act, useState } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { click, findByName, type Mounted, mount, press, type } from '../../mountForTest.tsx';
import { openTestFlow, previewFetch, TestFlow } from '../openTestFlow.tsx';
import { ConditionBuilder } from './ConditionBuilder.tsx';
import { countPassing } from './countPassing.ts';
import { withOperator } from './testWords.ts';

const source = { fields: [], key: [], cursorFields: [], open: true };
const records = [{ country: 'DE', spent: 10 }, { country: 'FR', spent: 5000 }, { country: 'de' }];
let mounted: Mounted;
let latest: unknown;

function Builder({ start }: { start: unknown }) {
  const [value, setValue] = useState(start);
  latest = value;
  return (
    <ConditionBuilder name="only" value={value} path="where" errors={{}} verb="pass" onChange={setValue} />
  );
}

const show = async (start: unknown) => {
  const flow = openTestFlow({
    nodes: { source: { type: 'demo.schedule' }, only: { type: 'filter', config: {} } },
    edges: [['source', 'only']],
  });
  mounted = await mount(
    <TestFlow flow={flow}>
      <Builder start={start} />
    </TestFlow>,
  );
  await act(() => new Promise((resolve) => setTimeout(resolve, 30)));
};

beforeEach(() => vi.stubGlobal('fetch', previewFetch(records)));
afterEach(async () => {
  await mounted?.unmount();
  vi.unstubAllGlobals();
});

it('says how many of the real samples pass, as the engine would decide it', async () => {
  await show({ tests: [{ field: 'country', is: 'equals', value: 'DE' }] });
  expect(mounted.container.textContent).toContain('2 of 3 samples pass');
  const value = mounted.container.querySelector<HTMLInputElement>('[aria-label="Value of test 1"]');
  await type(value as HTMLInputElement, 'FR');
  expect(mounted.container.textContent).toContain('1 of 3 samples pass');
});

it('begins empty, and says that it is not complete yet', async () => {
  await show(undefined);
  expect(mounted.container.textContent).toContain('not complete yet');
  const field = mounted.container.querySelector<HTMLInputElement>('[aria-label="Field of test 1"]');
  await type(field as HTMLInputElement, 'spent');
  await press(field as HTMLInputElement, 'Enter');
  expect(latest).toEqual({ tests: [{ field: 'spent', is: 'equals', value: '' }] });
});

it('adds and removes tests, and keeps the default out of the document', async () => {
  await show({ tests: [{ field: 'country', is: 'equals', value: 'DE' }] });
  await click(findByName('button', 'Add a test'));
  await click(findByName('button', 'Remove test 1'));
  expect(latest).toEqual({ tests: [{ field: '', is: 'equals', value: '' }] });
  expect(latest).not.toHaveProperty('match');
});

it('keeps of the value what fits another operator', () => {
  expect(withOperator({ field: 'a', is: 'equals', value: 'x' }, 'in')).toEqual({
    field: 'a',
    is: 'in',
    value: ['x'],
  });
  expect(withOperator({ field: 'a', is: 'in', value: ['x', 'y'] }, 'equals')).toMatchObject({ value: 'x' });
  expect(withOperator({ field: 'a', is: 'equals', value: 'x' }, 'is-empty')).toEqual({
    field: 'a',
    is: 'is-empty',
  });
});

it('says why an expression can not be counted here, instead of a number', () => {
  expect(countPassing({ expression: 'spent > 100' }, source, records)).toEqual({
    kind: 'counted',
    passed: [false, true, false],
  });
  expect(countPassing({ expression: 'spent >' }, source, records)).toMatchObject({ kind: 'unknown' });
});

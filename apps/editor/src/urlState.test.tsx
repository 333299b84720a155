// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Mounted, mount } from './mountForTest.tsx';
import {
  readUrlState,
  urlChoice,
  urlFlag,
  urlList,
  urlNumber,
  urlText,
  useUrlState,
  writeUrlState,
} from './urlState.ts';

const fields = {
  status: urlChoice(['any', 'failed', 'stopped']),
  text: urlText(),
  page: urlNumber(1),
  live: urlFlag(),
  tags: urlList(),
};
type State = ReturnType<typeof useUrlState<typeof fields>>;

let mounted: Mounted | undefined;
let state: State;
function Reader() {
  state = useUrlState(fields);
  return null;
}
const go = (change: Parameters<State[1]>[0], options?: { replace?: boolean }) =>
  act(async () => state[1](change, options));

beforeEach(() => window.history.replaceState(null, '', '/runs'));
afterEach(async () => {
  await mounted?.unmount();
  mounted = undefined;
});

it('reads what the address says and takes the default for what it does not understand', () => {
  expect(readUrlState(fields, '?status=failed&page=3&tags=a%2Cb')).toEqual({
    status: 'failed',
    text: '',
    page: 3,
    live: false,
    tags: ['a', 'b'],
  });
  expect(readUrlState(fields, '?status=exploded&page=three')).toMatchObject({ status: 'any', page: 1 });
});

it('leaves defaults out and keeps what belongs to others', () => {
  expect(writeUrlState(fields, '?theme=dark&status=failed', { status: 'any', page: 2 })).toBe(
    '?theme=dark&page=2',
  );
  expect(writeUrlState(fields, '?page=2', { page: 1 })).toBe('');
});

it('brings list entries with commas back unharmed', () => {
  const search = writeUrlState(fields, '', { tags: ['vip, gold', 'new'] });
  expect(readUrlState(fields, search).tags).toEqual(['vip, gold', 'new']);
});

it('shares a filter through the address and restores it on the way back', async () => {
  mounted = await mount(<Reader />);
  const before = window.history.length;
  await go({ status: 'failed' });
  expect(window.location.search).toBe('?status=failed');
  expect(state[0].status).toBe('failed');
  expect(window.history.length).toBe(before + 1);
  await go({ text: 'ana' }, { replace: true });
  expect(window.history.length).toBe(before + 1);
  await act(async () => {
    // What the back button does, without the browser's own asynchronous navigation.
    window.history.replaceState(null, '', '/runs');
    window.dispatchEvent(new PopStateEvent('popstate'));
  });
  expect(state[0]).toMatchObject({ status: 'any', text: '' });
});

it('keeps both of two changes made at once', async () => {
  mounted = await mount(<Reader />);
  await act(async () => {
    state[1]({ status: 'failed' });
    state[1]({ live: true });
  });
  expect(state[0]).toMatchObject({ status: 'failed', live: true });
});

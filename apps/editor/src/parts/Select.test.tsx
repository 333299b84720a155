// @vitest-environment happy-dom
import { afterEach, expect, it } from 'vitest';
import { click, type Mounted, mount, press, waitFor } from '../mountForTest.tsx';
import { Select } from './Select.tsx';

let mounted: Mounted;
afterEach(() => mounted.unmount());

const options = [
  { value: '', label: 'Any' },
  { value: 'done', label: 'Done', disabled: true },
  { value: 'failed', label: 'With failures' },
  { value: 'stopped', label: 'Stopped' },
];
const chosen: string[] = [];
const open = async () => {
  chosen.length = 0;
  mounted = await mount(
    <Select label="Result" value="" onChange={(value) => chosen.push(value)} options={options} />,
  );
  await click(mounted.container.querySelector('button') as HTMLElement);
  return waitFor(() => document.querySelector<HTMLElement>('[role=listbox]'));
};
const pointedAt = (list: HTMLElement) =>
  document.getElementById(list.getAttribute('aria-activedescendant') ?? '')?.textContent;

it('is named by its label and its value, and opens on the value', async () => {
  const list = await open();
  expect(mounted.container.querySelector('button')?.getAttribute('aria-label')).toBe('Result Any');
  expect(document.activeElement).toBe(list);
  expect(pointedAt(list)).toBe('Any');
});

it('steps over what is not available and chooses with Enter', async () => {
  const list = await open();
  await press(list, 'ArrowDown');
  expect(pointedAt(list)).toBe('With failures');
  await press(list, 'Enter');
  expect(chosen).toEqual(['failed']);
  expect(document.querySelector('[role=listbox]')).toBeNull();
});

it('finds by first letters, and Tab leaves without choosing', async () => {
  const list = await open();
  await press(list, 's');
  await press(list, 't');
  expect(pointedAt(list)).toBe('Stopped');
  await press(list, 'Tab');
  expect([chosen, document.querySelector('[role=listbox]')]).toEqual([[], null]);
});

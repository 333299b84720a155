// @vitest-environment happy-dom
import { act, useRef } from 'react';
import { expect, it } from 'vitest';
import { commands } from '../../commands/registry.ts';
import { mount } from '../../mountForTest.tsx';
import { useRecordKeys } from './useRecordKeys.ts';

function List({ records }: { records: readonly string[] }) {
  const list = useRef<HTMLUListElement>(null);
  useRecordKeys(list);
  return (
    <ul ref={list}>
      {records.map((record) => (
        <li key={record} tabIndex={-1} data-failed>
          {record}
        </li>
      ))}
    </ul>
  );
}

const press = (id: string) => act(async () => void commands.run(id));
const focused = () => document.activeElement?.textContent;

it('goes down and up through the failed records of a run, and stays at the ends', async () => {
  const mounted = await mount(<List records={['first', 'second']} />);
  const seen: (string | null | undefined)[] = [];
  for (const id of ['run.nextRecord', 'run.nextRecord', 'run.nextRecord', 'run.previousRecord']) {
    await press(id);
    seen.push(focused());
  }
  expect(seen).toEqual(['first', 'second', 'second', 'first']);
  expect(commands.find('run.nextRecord')?.keys).toBe('j');
  await mounted.unmount();
});

it('leaves the keys alone when nothing failed', async () => {
  const mounted = await mount(<List records={[]} />);
  expect(commands.run('run.nextRecord')).toBe(false);
  await mounted.unmount();
});

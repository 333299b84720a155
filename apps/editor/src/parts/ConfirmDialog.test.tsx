// @vitest-environment happy-dom
import { afterEach, expect, it } from 'vitest';
import { click, findByName, type Mounted, mount, waitFor } from '../mountForTest.tsx';
import { ConfirmDialog } from './ConfirmDialog.tsx';

let mounted: Mounted;
afterEach(() => mounted.unmount());

const happened: string[] = [];
const draw = (busy?: string) => (
  <ConfirmDialog
    open
    title="Delete this flow?"
    goes={['14 versions', 'The history of 1,204 runs']}
    stays={['The records in Shopify']}
    confirmLabel="Delete flow"
    busy={busy}
    onConfirm={() => happened.push('confirmed')}
    onClose={() => happened.push('closed')}
  />
);
const show = async (busy?: string) => {
  mounted = await mount(draw(busy));
  await waitFor(() => document.querySelector('[role=alertdialog]'));
};

it('says what goes and what stays before it asks', async () => {
  await show();
  const dialog = document.querySelector('[role=alertdialog]');
  const lists = [...(dialog?.querySelectorAll('section') ?? [])].map((section) => [
    section.querySelector('h3')?.textContent,
    ...[...section.querySelectorAll('li')].map((entry) => entry.textContent),
  ]);
  expect(lists).toEqual([
    ['What goes', '14 versions', 'The history of 1,204 runs'],
    ['What stays', 'The records in Shopify'],
  ]);
});

it('puts the focus on the way back, and only closes when that is taken', async () => {
  happened.length = 0;
  await show();
  expect(document.activeElement?.textContent).toBe('Keep it');
  await click(findByName('button', 'Keep it'));
  expect(happened).toEqual(['closed']);
});

it('confirms once, however often the button is pressed while it works', async () => {
  happened.length = 0;
  await show();
  await click(findByName('button', 'Delete flow'));
  await mounted.rerender(draw('Deleting'));
  await click(findByName('button', 'Deleting'));
  expect(happened).toEqual(['confirmed']);
});

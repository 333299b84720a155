// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest';
import { mount } from '../mountForTest.tsx';
import { ToastHost } from './ToastHost.tsx';
import { showToast } from './toast.ts';

const shown = () => [...document.querySelectorAll('[data-sonner-toast]')].map((toast) => toast.textContent);

it('shows every toast, also those asked for while the list was still being loaded', async () => {
  const mounted = await mount(<ToastHost />);
  // Real time from here on: what is tested is a load that takes a while.
  globalThis.IS_REACT_ACT_ENVIRONMENT = false;
  showToast({ title: 'Published version 15' });
  showToast({ title: 'Not paused', detail: 'It is not live', kind: 'failed' });
  await vi.waitFor(() => expect(shown()).toHaveLength(2), { timeout: 5000 });
  showToast({ title: 'Deleted step' });
  await vi.waitFor(() => expect(shown()).toContain('Deleted step'));
  expect(shown()).toEqual(expect.arrayContaining(['Published version 15', 'Not pausedIt is not live']));
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  await mounted.unmount();
});

// @vitest-environment happy-dom
import { Suspense } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { type Mounted, mount, waitFor } from '../mountForTest.tsx';
import { lazyPart } from './lazyPart.ts';

let mounted: Mounted;
afterEach(async () => {
  await mounted.unmount();
  vi.unstubAllGlobals();
});

it('waits for a part while the server is away, and leaves the page standing', async () => {
  let isUp = false;
  vi.stubGlobal('fetch', async () => {
    if (!isUp) throw new TypeError('no answer');
    return Response.json({});
  });
  const Part = lazyPart(async () => {
    if (!isUp) throw new TypeError('Failed to fetch dynamically imported module');
    return { default: () => <p>here</p> };
  });
  mounted = await mount(
    <Suspense fallback="waits">
      <Part />
    </Suspense>,
  );
  expect(mounted.container.textContent).toBe('waits');
  isUp = true;
  await waitFor(() => mounted.container.textContent === 'here');
});

// @vitest-environment happy-dom
import type { Connection } from '@syncline/model';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { click, findByName, type Mounted, mount, waitFor } from '../mountForTest.tsx';
import { useToastQueue } from '../parts/toast.ts';
import { RefusedBanner, RefusedConnections } from './RefusedBanner.tsx';

const three = ['Orders', 'People', 'Stock'].map((name) => ({ id: name, name }));
let connection: Pick<Connection, 'id' | 'name' | 'state' | 'pausedFlows'>;
let checksWell: boolean;
let asked: string[];
let mounted: Mounted;

beforeEach(() => {
  connection = { id: 'c1', name: 'Shop', state: 'unchecked', pausedFlows: three };
  checksWell = true;
  asked = [];
  useToastQueue.setState({ waiting: [] });
  vi.stubGlobal('fetch', async (address: string, init?: RequestInit) => {
    const { pathname } = new URL(address, 'http://localhost');
    asked.push(`${init?.method ?? 'GET'} ${pathname}`);
    if (pathname.endsWith('/check'))
      return Response.json({
        ok: checksWell,
        summary: checksWell ? 'Signed in' : 'no',
        problem: checksWell ? null : { title: 'The key is not valid', whatToDo: 'Enter another.' },
        warnings: [],
        tookMs: 1,
      });
    if (pathname.endsWith('/resume')) {
      connection = { ...connection, pausedFlows: [] };
      return Response.json({ resumed: three });
    }
    return Response.json({ items: [connection] });
  });
});
afterEach(async () => {
  await mounted.unmount();
  vi.unstubAllGlobals();
});

async function show(refusedBy: string | null = 'c1') {
  const flow = { state: 'paused' as const, pauseMessage: 'Shop was refused: no such key', refusedBy };
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  mounted = await mount(
    <QueryClientProvider client={client}>
      <RefusedBanner flow={flow} />
    </QueryClientProvider>,
  );
}
const button = (name: string) => {
  try {
    return findByName('button', name);
  } catch {
    return null;
  }
};
const said = () => waitFor(() => useToastQueue.getState().waiting[0]);

it('says which connection stopped the flow, how many stopped with it, and lets all of them go on at once', async () => {
  await show();
  const resume = await waitFor(() => button('Resume all 3 flows'));
  expect(mounted.container.textContent).toContain('Shop was refused: no such key.');
  expect(mounted.container.textContent).toContain('2 more flows stopped with it.');
  await click(resume);
  expect(await said()).toMatchObject({ kind: 'success', title: 'Resumed 3 flows' });
  expect(asked.filter((one) => one.startsWith('POST'))).toEqual([
    'POST /api/connections/c1/check',
    'POST /api/connections/c1/resume',
  ]);
  await waitFor(() => button('Resume all 3 flows') === null);
});

it('resumes nothing while the connection is still refused, and says why', async () => {
  checksWell = false;
  await show();
  await click(await waitFor(() => button('Resume all 3 flows')));
  expect(await said()).toMatchObject({
    kind: 'failed',
    title: 'Shop is still refused',
    detail: 'The key is not valid.',
  });
  expect(asked).not.toContain('POST /api/connections/c1/resume');
});

it('does not test again what was tested well', async () => {
  connection = { ...connection, state: 'ok', pausedFlows: three.slice(0, 1) };
  await show();
  await click(await waitFor(() => button('Resume 1 flow')));
  await said();
  expect(asked.filter((one) => one.startsWith('POST'))).toEqual(['POST /api/connections/c1/resume']);
});

it('is not there for a flow that stopped for something else', async () => {
  await show(null);
  expect(mounted.container.textContent).toBe('');
});

it('is told above the list of flows once for each connection, with a way to the key', async () => {
  mounted = await mount(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <RefusedConnections />
    </QueryClientProvider>,
  );
  await waitFor(() => button('Resume all 3 flows'));
  expect(mounted.container.textContent).toContain('Shop was refused. 3 flows stopped.');
  expect(mounted.container.querySelector('a')?.getAttribute('href')).toBe('/connections?change=c1');
});

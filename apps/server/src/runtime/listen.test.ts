import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { listen } from './listen.ts';

const never = new AbortController().signal;

it('answers 503 until there is somebody to serve', async () => {
  const listening = await listen('127.0.0.1', 0);
  const early = await fetch(listening.url);
  expect([early.status, early.headers.get('retry-after')]).toEqual([503, '2']);
  listening.serve((_request, response) => void response.end('ready'));
  expect(await (await fetch(listening.url)).text()).toBe('ready');
  await listening.close(never);
});

it('names the port that is taken, and the setting', async () => {
  const listening = await listen('127.0.0.1', 0);
  const port = Number(new URL(listening.url).port);
  await expect(listen('127.0.0.1', port)).rejects.toMatchObject({
    name: 'SettingsError',
    message: expect.stringContaining(`PORT ${port} is taken`),
  });
  await listening.close(never);
});

it('names the host that is no address of this machine', async () => {
  await expect(listen('192.0.2.1', 0)).rejects.toThrow(/HOST 192\.0\.2\.1/);
});

it('lets answers under way end, and cuts them off when the time is over', async () => {
  const listening = await listen('127.0.0.1', 0);
  listening.serve((request, response) => {
    if (request.url === '/slow') setTimeout(() => response.end('done'), 50);
  });
  const slow = fetch(`${listening.url}/slow`).then((reply) => reply.text());
  const stuck = fetch(`${listening.url}/stuck`).then(
    () => 'answered',
    () => 'cut off',
  );
  await sleep(20);
  const began = performance.now();
  await listening.close(AbortSignal.timeout(150));
  expect(performance.now() - began).toBeLessThan(1000);
  expect(await slow).toBe('done');
  expect(await stuck).toBe('cut off');
});

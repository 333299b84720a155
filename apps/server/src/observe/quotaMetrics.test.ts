import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { httpConnector } from '@syncline/connectors';
import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { showQuotas } from './quotaMetrics.ts';

it('tells calls, waits and what is left of the tightest limit, and no name', async () => {
  const registry = new Registry();
  showQuotas(registry);
  expect(await registry.metrics()).toContain('syncline_api_calls_total{priority="live"} 0');
  const server = createServer((_, answer) =>
    answer
      .writeHead(200, {
        'x-ratelimit-limit': '100',
        'x-ratelimit-remaining': '25',
        'x-ratelimit-reset': '60',
      })
      .end('{}'),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // A listening TCP server has an address object.
  const { port } = server.address() as AddressInfo;
  const checked = await httpConnector.check?.({
    connection: { baseUrl: `http://127.0.0.1:${port}` },
    signal: new AbortController().signal,
    now: () => new Date(),
    log: () => {},
    dataFolder: '',
    egressAllow: ['127.0.0.0/8'],
  });
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  expect(checked).toMatchObject({ ok: true });
  for (let scrape = 0; scrape < 2; scrape += 1) {
    const text = await registry.metrics();
    expect(text).toContain('syncline_api_calls_total{priority="live"} 1');
    expect(text).toContain('syncline_api_calls_total{priority="batch"} 0');
    expect(text).toContain('syncline_api_limit_exceeded_total 0');
    expect(text).toContain('syncline_api_limit_left_ratio 0.25');
    expect(text).not.toContain('127.0.0.1');
  }
});

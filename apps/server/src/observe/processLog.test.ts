import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import express from 'express';
import { expect, it } from 'vitest';
import { createProcessLog, logFailures, logRequests } from './processLog.ts';

function collect() {
  const lines: string[] = [];
  const to = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return { lines, log: createProcessLog('debug', to) };
}

it('writes method and path of a request and nothing it carried', async () => {
  const { lines, log } = collect();
  const server = createServer(
    express().use(logRequests(log), (_request, response) => void response.status(204).end()),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const reply = await fetch(`http://127.0.0.1:${port}/api/flows?token=canary-query`, {
    method: 'POST',
    headers: { cookie: 'session=canary-cookie', authorization: 'Bearer canary-token' },
    body: 'canary-body',
  });
  server.close();
  const line = JSON.parse(lines[0] ?? '{}');
  expect(line.req).toEqual({ id: reply.headers.get('x-request-id'), method: 'POST', path: '/api/flows' });
  expect(line.res).toEqual({ status: 204 });
  expect(lines.join('')).not.toContain('canary');
});

it('writes the cause of a failed answer under the id the answer carries, on one line', () => {
  const { lines, log } = collect();
  const cause = Object.assign(new Error('first line\nforged: {"level":"info"}'), {
    code: '23505',
    detail: 'Key (email)=(canary@example.test) already exists.',
    where: 'canary',
  });
  logFailures(log)({ id: 'answer-1', code: 'internal', method: 'GET', path: '/api/flows', cause });
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    answer: 'answer-1',
    err: { code: '23505', message: 'first line\nforged: {"level":"info"}' },
  });
  expect(lines[0]).not.toContain('canary');
});

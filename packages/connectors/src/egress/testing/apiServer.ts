import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ConnectorContext } from '@syncline/model';
import { onTestFinished } from 'vitest';

export interface Received {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface ApiServer {
  url: string;
  received: Received[];
  stop(): Promise<void>;
}

/** A server on loopback whose every answer a test writes itself. It ends with the test in which it is asked for. */
export async function api(answer: (request: Received, response: ServerResponse) => void): Promise<ApiServer> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const entry = { method, url, headers, body: Buffer.concat(chunks).toString() };
      received.push(entry);
      answer(entry, response);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // A listening TCP server has an address object.
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  onTestFinished(stop);
  return { url: `http://127.0.0.1:${port}`, received, stop };
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** A call of a connector that may reach loopback and keeps what it logs. */
export function makeContext(
  connection: Record<string, unknown>,
  more: Partial<ConnectorContext> = {},
): ConnectorContext & { logged: string[] } {
  const logged: string[] = [];
  return {
    connection,
    signal: new AbortController().signal,
    now: () => new Date('2026-05-01T12:00:00Z'),
    log: (level, text) => logged.push(`${level}: ${text}`),
    dataFolder: '/nonexistent',
    egressAllow: ['127.0.0.0/8'],
    logged,
    ...more,
  };
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { SettingsError } from '../settings/settings.ts';

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

export interface Listening {
  /** `http://127.0.0.1:4400`, an address this machine can open. */
  url: string;
  /** From now on requests go here; before that they are answered with 503. */
  serve(listener: RequestListener): void;
  /** Takes no new connection, ends idle ones, waits for what is under way until the signal. */
  close(signal: AbortSignal): Promise<void>;
}

/**
 * Takes the port first of all, so that a port that is taken is said at once and not after the database has started.
 *
 * @throws SettingsError naming the setting.
 */
export async function listen(host: string, port: number): Promise<Listening> {
  let listener: RequestListener = answerStarting;
  const server = createServer((request, response) => listener(request, response));
  // Uploads may take their time; a header that does not come may not.
  server.requestTimeout = 30 * 60_000;
  server.headersTimeout = 20_000;
  server.keepAliveTimeout = 15_000;
  await bind(server, host, port);
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${reachable(host)}:${taken}`,
    serve(next) {
      listener = next;
    },
    close: (signal) =>
      new Promise((done) => {
        const cut = () => server.closeAllConnections();
        signal.addEventListener('abort', cut, { once: true });
        if (signal.aborted) cut();
        server.close(() => {
          signal.removeEventListener('abort', cut);
          done();
        });
        server.closeIdleConnections();
      }),
  };
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => fail(explain(error, host, port)));
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      server.on('error', () => {});
      done();
    });
  });
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new SettingsError(
        `PORT ${port} is taken by another program. Stop that program, or set PORT to another number (0 picks a free one).`,
      );
    case 'EACCES':
      return new SettingsError(`PORT ${port} needs rights this user does not have. Use one above 1023.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new SettingsError(`HOST ${host} is no address of this machine. Use 127.0.0.1 or 0.0.0.0.`);
    default:
      return error;
  }
}

function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function answerStarting(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, { 'Content-Type': 'text/plain', 'Retry-After': '2', Connection: 'close' });
  response.end('Syncline is starting.\n');
}

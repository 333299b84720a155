import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type EventStream, openEventStream } from './eventStream.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function serve(onStream: (stream: EventStream) => void): Promise<number> {
  const app = express();
  app.get('/', (request, response) => onStream(openEventStream(request, response)));
  const server = createServer(app);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return port;
}

describe('event stream', () => {
  it('writes events a browser understands, line breaks and all', async () => {
    const port = await serve((stream) => {
      stream.send('log', { text: 'two\nlines' }, '7');
      stream.end();
    });
    const reply = await fetch(`http://127.0.0.1:${port}/`);
    expect(reply.headers.get('content-type')).toContain('text/event-stream');
    expect(await reply.text()).toBe('retry: 2000\n\nid: 7\nevent: log\ndata: {"text":"two\\nlines"}\n\n');
  });

  it('cuts off a reader that does not read, so that memory stays flat', async () => {
    let stream: EventStream | undefined;
    const port = await serve((opened) => {
      stream = opened;
    });
    const socket = connect(port, '127.0.0.1');
    closing.push(() => socket.destroy());
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    socket.pause();
    await vi.waitFor(() => expect(stream).toBeDefined(), 10_000);
    let sent = 0;
    while (sent < 1000 && stream?.send('log', 'x'.repeat(100_000))) {
      sent += 1;
      if (sent % 10 === 0) await sleep(1);
    }
    expect(sent).toBeLessThan(1000);
    await vi.waitFor(() => expect(stream?.closed.aborted).toBe(true), 10_000);
  });

  it('notices a reader that went away', async () => {
    let stream: EventStream | undefined;
    const port = await serve((opened) => {
      stream = opened;
    });
    const leave = new AbortController();
    await fetch(`http://127.0.0.1:${port}/`, { signal: leave.signal });
    leave.abort();
    await vi.waitFor(() => expect(stream?.closed.aborted).toBe(true), 10_000);
    expect(stream?.send('log', 1)).toBe(false);
  });
});

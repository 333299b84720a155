import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export type Cut = 'before-request' | 'before-answer' | null;

export interface TcpProxy extends AsyncDisposable {
  port: number;
  /** What happens to the next bytes the client sends that hold `marker`: lost, or passed on with the answer lost. */
  armWith(cut: Cut, marker: string): void;
}

/** A wire to `port` that can be cut in the middle of a conversation. */
export async function startTcpProxy(port: number): Promise<TcpProxy> {
  let cut: Cut = null;
  let marker = '';
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    let mute = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', end);
      socket.on('close', end);
    }
    client.on('data', (bytes) => {
      const hit = cut !== null && bytes.includes(marker);
      if (hit && cut === 'before-request') return end();
      if (hit) mute = true;
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (mute) client.destroy();
      else client.write(bytes);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    armWith: (next, text) => {
      cut = next;
      marker = text;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

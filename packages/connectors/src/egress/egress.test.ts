import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createEgress, type Egress, type EgressRequest } from './egress.ts';
import { isPermittedAddress } from './publicAddress.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  delete process.env.HTTP_PROXY;
  delete process.env.http_proxy;
});

function egressWith(allow: string[], timeouts = {}): Egress {
  const egress = createEgress({ allow, timeouts });
  closers.push(() => egress.close());
  return egress;
}

const open = () => egressWith(['127.0.0.0/8']);

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closers.push(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  return (server.address() as AddressInfo).port;
}

const serve = (handler: RequestListener) => listen(createServer(handler));

function get(egress: Egress, url: string, more: Partial<EgressRequest> = {}) {
  return egress.request({ method: 'GET', url, signal: new AbortController().signal, ...more });
}

const refusal = { name: 'SyncError', code: 'egress.refused', verdict: 'pause', pause: 'config' };

describe('addresses that are not the public internet', () => {
  const hosts = [
    ...[
      '127.0.0.1',
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '127.1',
      '１２７.０.０.１',
      '[::1]',
      '[::]',
      '0.0.0.0',
      '0',
    ],
    ...['[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]'],
    ...[
      '169.254.169.254',
      '192.0.0.192',
      '100.64.1.1',
      '[fd00:ec2::254]',
      '10.0.0.1',
      '172.16.0.1',
      '192.168.1.1',
    ],
    ...[
      '168.63.129.16',
      '127.0.0.1.',
      '[fe80::1]',
      '[ff02::1]',
      '224.0.0.1',
      '255.255.255.255',
      '198.18.0.1',
    ],
    ...['localhost', 'LOCALHOST', 'localhost.', '[2001:db8::1]', '[2001::7f00:1]', '[fec0::1]'],
  ];

  it.each(hosts)('refuses http://%s/', async (host) => {
    const attempt = get(egressWith([]), `http://${host}:1/`);
    // A name with a trailing dot may not exist in DNS at all; reaching it is what must not happen.
    await expect(attempt).rejects.toThrow(/not a public address|private address|has no address/);
  });

  it.each([
    'http://allowed.example@127.0.0.1/',
    'http://127.0.0.1#@allowed.example/',
    'http://127.0.0.1\\@allowed.example/',
    'http://127.0.0.1\t/',
    'http://user:secret@example.com/',
    'file:///etc/passwd',
    'unix:/var/run/docker.sock',
    'http+unix://%2Fvar%2Frun%2Fdocker.sock/',
    'not a url',
  ])('refuses %s', async (url) => {
    await expect(get(egressWith([]), url)).rejects.toMatchObject(refusal);
  });

  it('passes public addresses only', () => {
    for (const address of ['93.184.216.34', '2606:2800:220:1::1', '1.1.1.1']) {
      expect(isPermittedAddress(address, [])).toBe(true);
    }
    for (const address of ['::127.0.0.1', '::', 'fc00::1', '::ffff:10.0.0.1', 'nonsense', '']) {
      expect(isPermittedAddress(address, [])).toBe(false);
    }
  });
});

describe('exceptions', () => {
  it('opens one host and port, and no other port', async () => {
    const port = await serve((_, answer) => answer.end('hello'));
    const other = await serve((_, answer) => answer.end('secret'));
    const egress = egressWith([`localhost:${port}`]);
    expect((await get(egress, `http://localhost:${port}/`)).body.toString()).toBe('hello');
    await expect(get(egress, `http://localhost:${other}/`)).rejects.toMatchObject(refusal);
    await expect(get(egress, `http://127.0.0.1:${port}/`)).rejects.toMatchObject(refusal);
  });

  it('opens a block of addresses, also for names that lead there', async () => {
    const port = await serve((_, answer) => answer.end('hello'));
    expect((await get(open(), `http://127.0.0.1:${port}/`)).status).toBe(200);
    expect((await get(open(), `http://localhost:${port}/`)).status).toBe(200);
  });

  it('names an entry that can not be read', () => {
    expect(() => createEgress({ allow: ['10.0.0.0/99'] })).toThrow(
      /SYNCLINE_EGRESS_ALLOW has "10.0.0.0\/99"/,
    );
    expect(() => createEgress({ allow: ['http://crm.internal'] })).toThrow(
      /neither a CIDR block nor host:port/,
    );
  });
});

describe('redirects', () => {
  it('are checked like the first address', async () => {
    const secret = await serve((_, answer) => answer.end('secret'));
    const port = await serve((_, answer) =>
      answer.writeHead(302, { location: `http://127.0.0.1:${secret}/` }).end(),
    );
    await expect(get(egressWith([`127.0.0.1:${port}`]), `http://127.0.0.1:${port}/`)).rejects.toMatchObject(
      refusal,
    );
  });

  it('end after five', async () => {
    let count = 0;
    const port = await serve((_, answer) => {
      count += 1;
      answer.writeHead(302, { location: '/again' }).end();
    });
    await expect(get(open(), `http://127.0.0.1:${port}/`)).rejects.toThrow(/more than 5 times/);
    expect(count).toBe(6);
  });

  it('take credentials along on the same host and drop them on another', async () => {
    const seen: Record<string, unknown>[] = [];
    const other = await serve((request, answer) => {
      seen.push({ url: request.url, key: request.headers['x-api-key'] });
      answer.end('ok');
    });
    const port = await serve((request, answer) => {
      seen.push({ url: request.url, key: request.headers['x-api-key'] });
      const location = request.url?.startsWith('/there') ? `http://127.0.0.1:${other}/` : '/there';
      answer.writeHead(307, { location }).end();
    });
    const credentials = { headers: { 'X-Api-Key': 'k' }, query: { token: 't' } };
    await get(open(), `http://127.0.0.1:${port}/`, { credentials });
    expect(seen).toEqual([
      { url: '/?token=t', key: 'k' },
      { url: '/there?token=t', key: 'k' },
      { url: '/', key: undefined },
    ]);
  });

  it('never carry a write to another host, nor turn it into a read', async () => {
    const other = await serve((_, answer) => answer.end('taken'));
    const port = await serve((request, answer) => {
      const location = request.url === '/307' ? `http://127.0.0.1:${other}/` : '/elsewhere';
      answer.writeHead(request.url === '/307' ? 307 : 302, { location }).end();
    });
    const write = { method: 'POST', body: '{}' } as const;
    await expect(get(open(), `http://127.0.0.1:${port}/307`, write)).rejects.toThrow(/redirects a write/);
    expect((await get(open(), `http://127.0.0.1:${port}/302`, write)).status).toBe(302);
  });
});

describe('answers of a hostile server', () => {
  it('are cut at the cap: endless, announced and packed ones', async () => {
    const port = await serve((request, answer) => {
      if (request.url === '/gzip') {
        answer.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50_000_000)));
      } else if (request.url === '/announced') {
        answer.writeHead(200, { 'content-length': '5000000000' }).write(Buffer.alloc(100_000));
      } else {
        const timer = setInterval(() => answer.write(Buffer.alloc(50_000)), 1);
        answer.on('close', () => clearInterval(timer));
      }
    });
    for (const path of ['/gzip', '/announced', '/endless']) {
      await expect(
        get(open(), `http://127.0.0.1:${port}${path}`, { maxBytes: 50_000 }),
      ).rejects.toMatchObject({
        name: 'NetworkFailure',
        kind: 'too-large',
        sent: true,
      });
    }
  });

  it('are unpacked when they are honest', async () => {
    const port = await serve((_, answer) =>
      answer.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"ok":true}')),
    );
    expect((await get(open(), `http://127.0.0.1:${port}/`)).body.toString()).toBe('{"ok":true}');
    expect((await get(open(), `http://127.0.0.1:${port}/`, { method: 'HEAD' })).body.length).toBe(0);
  });

  it('fail cleanly: huge headers, an upgrade, broken packing, no HTTP at all', async () => {
    const raw = await listen(
      createTcpServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', (data) => {
          const path = /^GET (\S+)/.exec(data.toString())?.[1];
          if (path === '/headers')
            socket.write(`HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(10_000_000)}\r\n\r\n`);
          if (path === '/upgrade') {
            socket.write(
              'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
            );
          }
          if (path === '/gzip') {
            socket.end('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd');
          }
          if (path === '/nothing') socket.end('SSH-2.0-OpenSSH\r\n');
        });
      }),
    );
    for (const path of ['/headers', '/upgrade', '/gzip', '/nothing']) {
      await expect(get(open(), `http://127.0.0.1:${raw}${path}`)).rejects.toMatchObject({
        name: 'NetworkFailure',
        sent: true,
      });
    }
  });

  it('survive a header named __proto__ and repeated ones', async () => {
    const port = await listen(
      createTcpServer((socket) =>
        socket.once('data', () =>
          socket.end('HTTP/1.1 200 OK\r\n__proto__: x\r\nA: 1\r\nA: 2\r\nContent-Length: 2\r\n\r\nok'),
        ),
      ),
    );
    const answer = await get(open(), `http://127.0.0.1:${port}/`);
    expect(answer.headers.get('a')).toBe('1, 2');
    expect(answer.body.toString()).toBe('ok');
  });
});

describe('failures on the wire', () => {
  it('tell whether the request had left', async () => {
    const free = await serve(() => undefined);
    await closers.pop()?.();
    await expect(get(open(), `http://127.0.0.1:${free}/`)).rejects.toMatchObject({
      kind: 'unreachable',
      sent: false,
    });

    const cutting = await serve((request) => request.socket.destroy());
    await expect(get(open(), `http://127.0.0.1:${cutting}/`)).rejects.toMatchObject({
      kind: 'cut',
      sent: true,
    });

    const silent = await serve(() => undefined);
    const hasty = egressWith(['127.0.0.1'], { headersMs: 300 });
    await expect(get(hasty, `http://127.0.0.1:${silent}/`)).rejects.toMatchObject({
      kind: 'timeout',
      sent: true,
    });

    const patient = egressWith(['127.0.0.1'], { totalMs: 300 });
    const dripping = await serve((_, answer) => {
      const timer = setInterval(() => answer.write(' '), 20);
      answer.on('close', () => clearInterval(timer));
    });
    await expect(get(patient, `http://127.0.0.1:${dripping}/`)).rejects.toMatchObject({
      kind: 'timeout',
      sent: true,
    });
  });

  it('end at once when the caller stops', async () => {
    const port = await serve(() => undefined);
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('the run was cancelled')), 50);
    const began = performance.now();
    await expect(get(open(), `http://127.0.0.1:${port}/`, { signal: stop.signal })).rejects.toThrow(
      'was cancelled',
    );
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

describe('what a caller may set', () => {
  it('leaves proxy variables alone', async () => {
    const proxied: string[] = [];
    const proxy = await serve((request, answer) => {
      proxied.push(request.url ?? '');
      answer.end('proxy');
    });
    process.env.HTTP_PROXY = `http://127.0.0.1:${proxy}`;
    process.env.http_proxy = process.env.HTTP_PROXY;
    const port = await serve((_, answer) => answer.end('direct'));
    expect((await get(open(), `http://127.0.0.1:${port}/`)).body.toString()).toBe('direct');
    expect(proxied).toEqual([]);
  });

  it.each([
    ['Host', 'internal'],
    ['Transfer-Encoding', 'chunked'],
    ['Content-Length', '0'],
    ['X-Two', 'a\r\nX-Injected: b'],
    ['bad name', 'x'],
    ['__proto__ ', 'x'],
  ])('refuses the header %s: %s', async (name, value) => {
    const port = await serve((_, answer) => answer.end());
    const attempt = get(open(), `http://127.0.0.1:${port}/`, { headers: { [name]: value } });
    await expect(attempt).rejects.toMatchObject(refusal);
  });
});

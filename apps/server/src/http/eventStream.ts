import type { Request, Response } from 'express';

/** A server-sent event stream to one reader. */
export interface EventStream {
  /** @returns false when the reader is gone or too slow; the stream is then closed. */
  send(event: string, data: unknown, id?: string): boolean;
  /** Ends when the reader went away or was cut off. */
  closed: AbortSignal;
  end(): void;
}

const heartbeatMs = 15_000;
/** What may wait in memory for a reader that does not read. */
const mostWaiting = 1024 * 1024;

export function openEventStream(request: Request, response: Response): EventStream {
  const gone = new AbortController();
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    Connection: 'keep-alive',
    // Proxies that gather answers would hold live lines back.
    'X-Accel-Buffering': 'no',
  });
  request.socket.setNoDelay(true);
  response.write('retry: 2000\n\n');
  const heartbeat = setInterval(() => write(': still here\n\n'), heartbeatMs);
  const close = () => {
    clearInterval(heartbeat);
    gone.abort();
  };
  response.once('close', close);
  response.once('error', close);

  const write = (text: string): boolean => {
    if (gone.signal.aborted || response.writableEnded) return false;
    if (response.writableLength > mostWaiting) {
      response.destroy();
      return false;
    }
    response.write(text);
    return true;
  };

  return {
    closed: gone.signal,
    send(event, data, id) {
      // JSON text has no line break, so one data line is enough.
      return write(
        `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`,
      );
    },
    end() {
      clearInterval(heartbeat);
      if (!response.writableEnded) response.end();
    },
  };
}

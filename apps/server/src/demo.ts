import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createPeopleHandler } from '@syncline/simulators';

export interface Demo {
  /** Where the demo receiver takes records: a port of its own, so that flows may call it and nothing else of ours. */
  receiverUrl: string;
  /** The same receiver for people to look at; Express has cut `/demo/people` off the address. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  close(): void;
}

/** Starts the pretend contacts system the shipped templates write to. It keeps everything in memory. */
export async function startDemo(): Promise<Demo> {
  const people = createPeopleHandler();
  const server = createServer(people);
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(0, '127.0.0.1', done);
  });
  server.unref();
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    receiverUrl: `http://127.0.0.1:${port}`,
    handle: people,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

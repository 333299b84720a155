import { createServer } from 'node:http';
import { createPeopleHandler, type PeopleControl, type PeopleOptions } from './peopleHandler.ts';

export interface PeopleSimulator {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  url: string;
  control: PeopleControl;
  stop(): Promise<void>;
}

/**
 * Starts the pretend contacts API on loopback.
 *
 * @param options port 0 or none = a free one.
 */
export async function startPeopleSimulator(
  options: PeopleOptions & { port?: number } = {},
): Promise<PeopleSimulator> {
  const handler = createPeopleHandler(options);
  const server = createServer(handler);
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(options.port ?? 0, '127.0.0.1', done);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the simulator has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    control: handler.control,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

import { type ConnectorContext, describeError, messageOf, SyncError } from '@syncline/model';

/** Opens a stored connection for one call of a connector. */
export interface OpenedConnection {
  kind: string;
  /** Parsed, with secrets in clear. */
  config: Record<string, unknown>;
}

export interface DoorOptions {
  open: (id: string) => Promise<OpenedConnection>;
  dataFolder: string;
  egressAllow: readonly string[];
  now: () => Date;
}

/** Calls connectors outside of runs: checks, lists, schemas. Each call has its time limit and its own connection. */
export interface ConnectionDoor {
  /** @param id a stored connection; null for steps that need none. */
  with<T>(id: string | null, limitMs: number, work: (context: ConnectorContext) => Promise<T>): Promise<T>;
  /** The same for a config that is not stored. */
  withConfig<T>(
    config: Record<string, unknown>,
    limitMs: number,
    work: (context: ConnectorContext) => Promise<T>,
  ): Promise<T>;
}

/** Thrown when a system did not answer within the limit. */
class SlowSystemError extends Error {
  constructor(limitMs: number) {
    super(`no answer within ${Math.round(limitMs / 1000)} seconds`);
    this.name = 'SlowSystemError';
  }
}

export function createConnectionDoor(options: DoorOptions): ConnectionDoor {
  const withConfig: ConnectionDoor['withConfig'] = async (config, limitMs, work) => {
    const late = new AbortController();
    const context: ConnectorContext = {
      connection: config,
      signal: late.signal,
      now: options.now,
      // What a connector says outside a run has no run log to go to, and the process log takes no vendor's words.
      log: () => {},
      dataFolder: options.dataFolder,
      egressAllow: options.egressAllow,
    };
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        late.abort(new SlowSystemError(limitMs));
        reject(new SlowSystemError(limitMs));
      }, limitMs);
    });
    try {
      return await Promise.race([work(context), limit]);
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    withConfig,
    async with(id, limitMs, work) {
      const config = id === null ? {} : (await options.open(id)).config;
      return withConfig(config, limitMs, work);
    },
  };
}

/** What to tell a person of a system that could not be asked. */
export function explainFailure(thrown: unknown): { title: string; whatToDo: string } {
  if (thrown instanceof SyncError) {
    const entry = describeError(thrown.code);
    return { title: thrown.message || entry.title, whatToDo: entry.whatToDo };
  }
  if (thrown instanceof SlowSystemError)
    return {
      title: `There was ${thrown.message}`,
      whatToDo: 'Check that the system is up and can be reached from here.',
    };
  return { title: messageOf(thrown), whatToDo: 'Check the connection.' };
}

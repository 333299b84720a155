import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { connectionKind, connectorFor } from '@syncline/connectors';
import type { EnginePorts } from '@syncline/engine';
import { createEvaluatorHost, type EvaluatorHost } from '@syncline/mapping/evaluator';
import { openStore, type Store } from '@syncline/store';
import { digest } from '../flows/digest.ts';
import type { ProcessLog } from '../observe/processLog.ts';
import { createCipher } from '../security/cipher.ts';
import { masterKey } from '../security/masterKey.ts';
import type { Settings } from '../settings/settings.ts';
import { type Database, openDatabase } from './database.ts';
import { describeDatabaseFailure } from './databaseFailure.ts';

/** What web and worker both stand on: database, store, and the engine's ports put together. */
export interface Runtime {
  settings: Settings;
  key: string;
  database: Database;
  store: Store;
  ports: EnginePorts;
  evaluator: EvaluatorHost;
  /** Folder that file steps read and write. Keys and database lie beside it, out of reach. */
  filesFolder: string;
  /** Addresses beyond the public internet that HTTP steps may reach. Grows when the demo receiver starts. */
  egressAllow: string[];
  close(): Promise<void>;
}

export interface RuntimeOptions {
  settings: Settings;
  log: ProcessLog;
  onProgress: (line: string) => void;
}

/** Parallel pages and control plane each need some connections; the embedded database allows 60 in all. */
const poolSize = 16;

export async function openRuntime({ settings, log, onProgress }: RuntimeOptions): Promise<Runtime> {
  const dataFolder = resolve(settings.dataFolder);
  const key = masterKey(settings.key, dataFolder);
  const database = await openDatabase({
    url: settings.databaseUrl,
    dataFolder,
    onProgress,
    onTrouble: (what, cause) => log.error({ err: cause ?? undefined }, what),
  });
  try {
    const store = await openStore({
      url: database.url,
      cipher: createCipher(key),
      parseConnection,
      poolSize,
      onProgress,
      onError: (error) => log.warn({ err: error }, 'store'),
    });
    return assemble({ settings, key, database, store, filesFolder: join(dataFolder, 'files') });
  } catch (error) {
    await database.stop();
    throw settings.databaseUrl === null ? error : describeDatabaseFailure(error, settings.databaseUrl);
  }
}

function assemble(parts: Pick<Runtime, 'settings' | 'key' | 'database' | 'store' | 'filesFolder'>): Runtime {
  const egressAllow = [...parts.settings.egressAllow];
  const evaluator = createEvaluatorHost();
  const ports: EnginePorts = {
    ...parts.store.ports,
    connectors: {
      source: (type) => connectorFor(type)?.sources[type],
      destination: (type) => connectorFor(type)?.destinations[type],
      intake: (type) => connectorFor(type)?.intakes[type],
      capture: (type) => connectorFor(type)?.captures?.[type],
      environment: { dataFolder: parts.filesFolder, egressAllow },
    },
    expressions: evaluator,
    now: () => new Date(),
    random: Math.random,
    newId: randomUUID,
    digest,
  };
  return {
    ...parts,
    ports,
    evaluator,
    egressAllow,
    async close() {
      evaluator.close();
      await parts.store.close();
      await parts.database.stop();
    },
  };
}

/** A stored config as its connector wants it. One that no longer fits is handed on: the connector names what is wrong. */
function parseConnection(kind: string, config: Record<string, unknown>): Record<string, unknown> {
  const parsed = connectionKind(kind)?.config.safeParse(config);
  return parsed?.success ? parsed.data : config;
}

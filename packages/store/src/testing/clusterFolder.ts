import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../embedded/startEmbedded.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the database servers of this test run are: one for each worker of vitest, made when it is first needed. */
    clusterFolder: string;
  }
}

/** Before the first file there is only a folder; after the last one the servers that were started in it are stopped. */
export default function provideClusterFolder(project: TestProject): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'syncline-unit-'));
  // When root runs the tests, the database's own user must be able to pass.
  chmodSync(folder, 0o755);
  project.provide('clusterFolder', folder);
  return async () => {
    for (const name of readdirSync(folder)) {
      const cluster = await startEmbedded({ dataDir: join(folder, name) });
      await cluster.stop();
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
}

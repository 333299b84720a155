import { startEmbedded } from '@syncline/store';
import type { TestProject } from 'vitest/node';
import { temporaryFolder } from '../../harness/temporaryFolder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** One PostgreSQL for all proofs: each has a database of its own in it. */
    clusterUrl: string;
  }
}

export default async function startCluster(project: TestProject): Promise<() => Promise<void>> {
  const folder = temporaryFolder();
  const cluster = await startEmbedded({ dataDir: folder.path });
  project.provide('clusterUrl', cluster.url);
  return async () => {
    await cluster.stop();
    folder[Symbol.dispose]();
  };
}

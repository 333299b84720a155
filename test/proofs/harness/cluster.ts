import { join } from 'node:path';
import { startEmbedded } from '@syncline/store';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** See packages/store/src/testing/clusterFolder.ts, the global set-up of the proofs. */
    clusterFolder: string;
  }
}

/**
 * Address of the PostgreSQL of this worker of vitest, whose files come one after the other: each proof has a database
 * of its own in it, and the one that crashes it disturbs no proof that runs beside. Stopped when all proofs are over.
 */
export async function startCluster(): Promise<string> {
  const slot = `worker-${process.env.VITEST_POOL_ID ?? '0'}`;
  const cluster = await startEmbedded({ dataDir: join(inject('clusterFolder'), slot) });
  return cluster.url;
}

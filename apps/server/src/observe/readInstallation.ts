import type { Store } from '@syncline/store';
import type { InstallationFacts } from './health.ts';

/** What health and metrics are told of, from the database. */
export async function readInstallation(store: Pick<Store, 'health' | 'feeders'>): Promise<InstallationFacts> {
  const [facts, streams] = await Promise.all([store.health.facts(), store.feeders.facts()]);
  return { ...facts, streams };
}

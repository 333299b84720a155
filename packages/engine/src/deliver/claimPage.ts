import type { Identities } from '../guard/lanes.ts';
import { writtenBy } from '../link/linkSides.ts';
import { newestOf } from '../page/newestOf.ts';
import type { Page } from '../page/preparePage.ts';
import type { LedgerEntry } from '../ports.ts';
import type { Delivery } from '../record/delivery.ts';
import type { RunWork } from '../run/runWork.ts';
import type { DestinationStep } from './destinationStep.ts';

/** What a page brings to one destination, and what the ledger holds of it. */
export interface Way {
  dest: DestinationStep;
  newest: Delivery[];
  superseded: Delivery[];
  entries: Map<string, LedgerEntry>;
}

/** The lanes of a page, held. Whoever has a claim lets it go, once. */
export interface Claim {
  ways: Way[];
  release: () => void;
}

/**
 * Takes the lanes of a page's records and looks into the ledger. Nothing is decided and nothing written, so it may run
 * while the page before is being written, and be thrown away. A record both pages have makes it wait until that one is
 * settled, since only then the ledger knows.
 *
 * @throws the reason of the abort, or what the ledger throws; with the lanes let go.
 */
export async function claimPage(work: RunWork, page: Page): Promise<Claim> {
  const found = [...page.deliveries].flatMap(([node, deliveries]) => {
    const dest = work.destinations.find(({ step }) => step.node === node);
    return dest === undefined ? [] : [{ dest, ...newestOf(deliveries) }];
  });
  const release = await takeLanes(work, found);
  try {
    const ways = await Promise.all(
      found.map(async (way) => ({ ...way, entries: await lookUp(work, way.dest, way.newest) })),
    );
    return { ways, release };
  } catch (thrown) {
    release();
    throw thrown;
  }
}

async function takeLanes(work: RunWork, found: Pick<Way, 'dest' | 'newest'>[]): Promise<() => void> {
  const wanted: Identities = new Map(
    found.flatMap(({ dest, newest }) => {
      const keys = new Set(newest.map(({ key }) => key));
      const places = [dest.step.node, ...writtenBy(dest.step)];
      return places.flatMap((node) => {
        const id = work.ready.flow.destinationIds[node];
        return id === undefined ? [] : [[id, keys] as const];
      });
    }),
  );
  const fromMs = work.elapsed();
  const release = await work.lanes.acquire(wanted, work.priority, work.abort, work);
  const waited = work.elapsed();
  for (const { dest } of found)
    if (waited - fromMs > 20) work.timeline.add(dest.step.node, 'wait', fromMs, waited);
  return release;
}

async function lookUp(
  { ports }: RunWork,
  { destinationId }: DestinationStep,
  newest: Delivery[],
): Promise<Map<string, LedgerEntry>> {
  if (newest.length === 0) return new Map();
  return ports.ledger.read(
    destinationId,
    newest.map(({ key }) => key),
  );
}

import type { Way } from '../deliver/claimPage.ts';
import type { Page } from '../page/preparePage.ts';
import type { LedgerEntry } from '../ports.ts';
import type { Delivery } from '../record/delivery.ts';
import type { RunWork } from '../run/runWork.ts';
import { type LinkState, noState } from './linkPort.ts';
import { type Link, linkOf, project } from './linkSides.ts';
import { isAsBefore, lookAtSides, sideOfFeeder } from './lookAtSides.ts';
import { settleLook } from './settleLook.ts';
import { createSentLog, writeSides } from './writeSides.ts';

/** Looks at a record that somebody keeps changing before it is written all the same. */
const patience = 3;

/**
 * Brings both sides of a page's records together. Called with the lanes of the link and of both destinations held, so
 * what is found is what is written upon: look, decide, write, look again, keep what both sides then hold. A record that
 * somebody changed after the look begins anew. A page that is worked on again looks again, so a crash at any place doubles
 * nothing.
 *
 * @throws RunStop when a side can't be read or written now.
 */
export async function deliverLink(work: RunWork, page: Page, way: Way): Promise<void> {
  const { dest, newest, superseded, entries } = way;
  const { account } = page;
  const link = linkOf(work, dest);
  if (entries.size > 0) account.ledgerIsNew = false;
  if (work.run.kind === 'sweep') see(page, way);
  for (const delivery of superseded) {
    account.endQuietly(dest.step.node, 'superseded', delivery.key, dest.destinationId);
    account.resumption?.tell(delivery.place, 'overtaken');
  }
  const keys = newest.map(({ key }) => key);
  const states = await work.ports.links.read(dest.destinationId, keys);
  const worth = newest.filter((delivery) => {
    const isEcho = stopsHere(work, link, delivery, states.get(delivery.key), entries.get(delivery.key));
    if (isEcho) account.endQuietly(dest.step.node, 'echo', delivery.key, dest.destinationId);
    return !isEcho;
  });
  const sent = createSentLog();
  let open = worth;
  for (let round = 1; open.length > 0; round += 1) {
    const looks = await lookAtSides(work, link, open, (key) => states.get(key) ?? noState);
    const written = await writeSides({ work, page, link, sent }, looks, round < patience);
    for (const look of looks) {
      const { key } = look.delivery;
      if (!written.overtaken.has(key))
        settleLook({ work, page, link, entry: entries.get(key), sent }, look, written);
    }
    open = open.filter(({ key }) => written.overtaken.has(key));
  }
}

function see({ account }: Page, { dest, newest }: Way): void {
  const keys = newest.filter(({ op }) => op === 'upsert').map(({ key }) => key);
  if (keys.length > 0) account.seen.push({ destinationId: dest.destinationId, keys });
}

/**
 * A change that brings its side as both last agreed is an echo of what we wrote, or nothing new. Runs that read everything
 * look at both sides all the same: that is how a record the other side lost, without telling, is found.
 */
function stopsHere(
  work: RunWork,
  link: Link,
  delivery: Delivery,
  state: LinkState | undefined,
  entry: LedgerEntry | undefined,
): boolean {
  const { kind, full, low } = work.run;
  const isChange = kind === 'live' || (kind === 'read' && !full && low !== null);
  if (!isChange || delivery.op === 'delete' || !state?.base || state.halted) return false;
  if (entry?.state !== 'synced') return false;
  const side = sideOfFeeder(work, link);
  return isAsBefore(state.base, side.name, project(side, delivery.record));
}

import { noVersion } from '@syncline/model';
import type { Way } from '../deliver/claimPage.ts';
import { guardDeletes } from '../deliver/massDelete.ts';
import type { Outgoing } from '../deliver/writeBatch.ts';
import { writeRecords } from '../deliver/writeRecords.ts';
import type { Page } from '../page/preparePage.ts';
import type { LedgerEntry } from '../ports.ts';
import { createContentText } from '../record/contentHash.ts';
import type { Delivery } from '../record/delivery.ts';
import { worstOf } from '../run/runStop.ts';
import type { RunWork } from '../run/runWork.ts';
import { type LinkState, noState } from './linkPort.ts';
import {
  type Link,
  type LinkSide,
  linkOf,
  project,
  recordFor,
  type SideName,
  sideNames,
} from './linkSides.ts';
import { isAsBefore, type Look, lookAtSides, readSide, sideOfFeeder } from './lookAtSides.ts';
import { settleLook } from './settleLook.ts';
import { deletesThere } from './sideDeletes.ts';
import type { WrittenSide } from './spelling.ts';

/**
 * Brings both sides of a page's records together. Called with the lanes of the link and of both destinations held, so
 * what is found is what is written upon: look, decide, write, look again, keep what both sides then hold. A page that
 * is worked on again looks again, so a crash at any place doubles nothing.
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
  if (worth.length === 0) return;
  const looks = await lookAtSides(work, link, worth, (key) => states.get(key) ?? noState);
  const written = await writeSides(work, page, link, looks);
  const after = {
    a: await lookAgain(work, link.a, looks, written.a),
    b: await lookAgain(work, link.b, looks, written.b),
  };
  for (const look of looks)
    settleLook(
      { work, page, link, entry: entries.get(look.delivery.key) },
      look,
      (side) => written[side].arrived.has(look.delivery.key),
      (side) => after[side].get(look.delivery.key) ?? null,
    );
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

type Written = Parameters<NonNullable<Outgoing['onWritten']>>[0];

interface SentSide {
  arrived: ReadonlySet<string>;
  /** How each write went, by key. */
  results: ReadonlyMap<string, Written>;
}

/** @returns the records that have arrived, by side. @throws RunStop */
async function writeSides(
  work: RunWork,
  page: Page,
  link: Link,
  looks: readonly Look[],
): Promise<Record<SideName, SentSide>> {
  const results = { a: new Map<string, Written>(), b: new Map<string, Written>() };
  const outgoing = {
    a: outgoingTo(work, link.a, link.b, looks, results.a),
    b: outgoingTo(work, link.b, link.a, looks, results.b),
  };
  for (const name of sideNames) await guardDeletes(work, page, link[name].dest, outgoing[name]);
  const ends = await Promise.allSettled(
    sideNames.map((name) => writeRecords(work, link[name].dest, page, outgoing[name])),
  );
  const thrown = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
  if (thrown.length > 0) throw worstOf(thrown);
  return {
    a: { arrived: arrivedAt(page, link.a, outgoing.a), results: results.a },
    b: { arrived: arrivedAt(page, link.b, outgoing.b), results: results.b },
  };
}

function outgoingTo(
  work: RunWork,
  side: LinkSide,
  other: LinkSide,
  looks: readonly Look[],
  results: Map<string, Written>,
): Outgoing[] {
  const text = createContentText();
  return looks.flatMap((look): Outgoing[] => {
    const write = look.writes[side.name];
    if (write === null || (write.op === 'delete' && !deletesThere(side))) return [];
    const { delivery, found } = look;
    const { key, place, change } = delivery;
    const own = found[side.name];
    const values = write.op === 'delete' ? {} : write.values;
    const record = recordFor(side, other, key, values, own, found[other.name]);
    const partial = write.op === 'upsert' && !write.create;
    return [
      {
        delivery: {
          key,
          place,
          op: write.op,
          // Neither side's version says anything about the other. Whoever holds the lane and has just looked is newest.
          version: noVersion,
          receivedMs: work.ports.now().getTime(),
          authoritative: true,
          hash: write.op === 'delete' ? '' : work.ports.digest(text(record)),
          record,
          change,
          ...(partial && { partial }),
        },
        known: own !== null,
        held: look.held[side.name],
        onWritten: (result) => results.set(key, result),
      },
    ];
  });
}

/** What a side holds of the records it was told: by its own word, or by another look. */
async function lookAgain(
  work: RunWork,
  side: LinkSide,
  looks: readonly Look[],
  { arrived, results }: SentSide,
): Promise<Map<string, WrittenSide>> {
  const told = looks
    .filter(({ writes, delivery }) => writes[side.name]?.op === 'upsert' && arrived.has(delivery.key))
    .map(({ delivery }) => delivery.key);
  const silent = told.filter((key) => results.get(key)?.returned === undefined);
  const found = await readSide(work, side, silent);
  const after = new Map<string, WrittenSide>();
  for (const key of told) {
    const { returned, effect } = results.get(key) ?? {};
    const values = returned === undefined ? found.get(key)?.values : project(side, returned);
    if (values === undefined) continue;
    after.set(key, { values, isCertain: returned !== undefined, isNew: effect === 'created' });
  }
  return after;
}

function arrivedAt({ account }: Page, { dest }: LinkSide, outgoing: readonly Outgoing[]): Set<string> {
  const keys = new Set(outgoing.map(({ delivery }) => delivery.key));
  const rows = account.ledger.filter((row) => row.destinationId === dest.destinationId && keys.has(row.key));
  return new Set(
    rows.filter(({ state }) => state === 'synced' || state === 'tombstone').map(({ key }) => key),
  );
}

import { type DataRecord, noVersion } from '@syncline/model';
import { guardDeletes } from '../deliver/massDelete.ts';
import type { Outgoing } from '../deliver/writeBatch.ts';
import { writeRecords } from '../deliver/writeRecords.ts';
import type { Page } from '../page/preparePage.ts';
import { createContentText } from '../record/contentHash.ts';
import { worstOf } from '../run/runStop.ts';
import type { RunWork } from '../run/runWork.ts';
import {
  type FoundSide,
  type Link,
  type LinkSide,
  project,
  recordFor,
  type SideName,
  sideNames,
} from './linkSides.ts';
import { type Look, readSide } from './lookAtSides.ts';
import { deletesThere } from './sideDeletes.ts';
import type { WrittenSide } from './spelling.ts';

/** How often each record was written to each side while a page was worked on. */
export type SentLog = ReturnType<typeof createSentLog>;

export function createSentLog() {
  const times = { a: new Map<string, number>(), b: new Map<string, number>() };
  return {
    add: (side: SideName, key: string) => times[side].set(key, (times[side].get(key) ?? 0) + 1),
    times: (side: SideName, key: string) => times[side].get(key) ?? 0,
  };
}

/** What became of the writes of some looks. */
export interface WrittenSides {
  /** Records one side of which was no longer as it was looked at: nothing was written there. */
  overtaken: ReadonlySet<string>;
  hasArrived: (side: SideName, key: string) => boolean;
  /** What a side held afterwards; null = it had no such record, or none was written. */
  afterOf: (side: SideName, key: string) => WrittenSide | null;
}

export interface SidesPlace {
  work: RunWork;
  page: Page;
  link: Link;
  sent: SentLog;
}

type Result = Parameters<NonNullable<Outgoing['onWritten']>>[0];

/** What one side answered. */
interface Answers {
  results: Map<string, Result>;
  overtaken: Set<string>;
}

/**
 * Tells each side what it lacks.
 *
 * @param isCareful whether a side that can compare may leave a record alone that is no longer as it was looked at.
 * @throws RunStop when a side can't be written or read now.
 */
export async function writeSides(
  place: SidesPlace,
  looks: readonly Look[],
  isCareful: boolean,
): Promise<WrittenSides> {
  const { work, page, link, sent } = place;
  const newAnswers = (): Answers => ({ results: new Map(), overtaken: new Set() });
  const answers = { a: newAnswers(), b: newAnswers() };
  const outgoing = {
    a: outgoingTo(work, link.a, link.b, looks, answers.a, isCareful),
    b: outgoingTo(work, link.b, link.a, looks, answers.b, isCareful),
  };
  // What a person said no to is settled by this, and counts as sent and not arrived.
  const allowed = {
    a: await guardDeletes(work, page, link.a.dest, outgoing.a),
    b: await guardDeletes(work, page, link.b.dest, outgoing.b),
  };
  const ends = await Promise.allSettled(
    sideNames.map((name) => writeRecords(work, link[name].dest, page, allowed[name])),
  );
  const thrown = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
  if (thrown.length > 0) throw worstOf(thrown);
  for (const name of sideNames)
    for (const { delivery } of outgoing[name])
      if (!answers[name].overtaken.has(delivery.key)) sent.add(name, delivery.key);
  const arrived = { a: arrivedAt(page, link.a, outgoing.a), b: arrivedAt(page, link.b, outgoing.b) };
  const overtaken = new Set([...answers.a.overtaken, ...answers.b.overtaken]);
  const settled = looks.filter(({ delivery }) => !overtaken.has(delivery.key));
  const after = {
    a: await lookAgain(work, link.a, settled, arrived.a, answers.a),
    b: await lookAgain(work, link.b, settled, arrived.b, answers.b),
  };
  return {
    overtaken,
    hasArrived: (side, key) => arrived[side].has(key),
    afterOf: (side, key) => after[side].get(key) ?? null,
  };
}

function outgoingTo(
  work: RunWork,
  side: LinkSide,
  other: LinkSide,
  looks: readonly Look[],
  { results, overtaken }: Answers,
  isCareful: boolean,
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
    const expects = partial && isCareful ? asFound(record, own) : undefined;
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
        ...(expects !== undefined && { expects }),
        onWritten: (result) => {
          const isOvertaken = expects !== undefined && result.effect === 'unchanged';
          if (isOvertaken) overtaken.add(key);
          else results.set(key, result);
          return !isOvertaken;
        },
      },
    ];
  });
}

/** The fields that are sent, as they were found. */
const asFound = (record: DataRecord, own: FoundSide | null): DataRecord =>
  Object.fromEntries(Object.keys(record).map((name) => [name, own?.record[name] ?? null]));

/** What a side holds of the records it was told: by its own word, or by another look. */
async function lookAgain(
  work: RunWork,
  side: LinkSide,
  looks: readonly Look[],
  arrived: ReadonlySet<string>,
  { results }: Answers,
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

/** Of a record that was written twice in a page the last row counts. */
function arrivedAt({ account }: Page, { dest }: LinkSide, outgoing: readonly Outgoing[]): Set<string> {
  const rows = account.ledger.filter((row) => row.destinationId === dest.destinationId);
  const states = new Map(rows.map(({ key, state }) => [key, state]));
  const keys = outgoing.map(({ delivery }) => delivery.key);
  return new Set(keys.filter((key) => ['synced', 'tombstone'].includes(states.get(key) ?? '')));
}

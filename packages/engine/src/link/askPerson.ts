import { canonicalJson, type Value } from '@syncline/model';
import { originOf } from '../record/delivery.ts';
import { versionText } from '../record/versionText.ts';
import type { RunWork } from '../run/runWork.ts';
import type { Link } from './linkSides.ts';
import { type Look, sideOfFeeder } from './lookAtSides.ts';
import type { LookPlace } from './settleLook.ts';

/** Why a record of a link waits for a person. */
export interface Issue {
  code: 'link.conflict' | 'link.oscillating';
  message: string;
  field: string | null;
  /** By field what each side holds. */
  values: Record<string, Value>;
  /** Tells one question from another, so that the same one is asked once. */
  hash: string;
}

export function issueOf(work: RunWork, link: Link, { conflicts, found, next }: Look): Issue | null {
  const fields = next.halted ? Object.keys(link.rules.fields) : conflicts.map(({ field }) => field);
  if (fields.length === 0) return null;
  const values = Object.fromEntries(
    fields.map((field) => [
      field,
      { a: found.a?.values[field] ?? null, b: found.b?.values[field] ?? null } satisfies Value,
    ]),
  );
  const code = next.halted ? 'link.oscillating' : 'link.conflict';
  const names = fields.length > 5 ? `${fields.slice(0, 5).join(', ')} and more` : fields.join(', ');
  const message = next.halted
    ? 'The two systems keep changing what the other one wrote'
    : `Both sides changed ${names}, each to another value`;
  // Of systems that never rest the values are others each time.
  const hash = work.ports.digest(next.halted ? code : `${code}${canonicalJson(values)}`);
  return { code, message, field: fields.length === 1 ? (fields[0] ?? null) : null, values, hash };
}

/**
 * Puts the record on the list of what needs a person. It leaves the list by itself when both sides agree again.
 *
 * @param went other fields of it were written, so it does not end here.
 */
export function askPerson(
  { work, page, link, entry }: LookPlace,
  { delivery, found }: Look,
  { code, message, field, values, hash }: Issue,
  went: boolean,
): void {
  const { node } = link.dest.step;
  const { destinationId } = link.dest;
  const { key, place, change } = delivery;
  const event = { key, destinationId, code, detail: message };
  if (went) page.account.events.push({ node, outcome: 'parked', ...event });
  else page.account.end(node, 'parked', event);
  if (entry?.state === 'dead' && entry.hash === hash && work.run.kind !== 'replay') return;
  work.log.write('warn', `${message}: a person has to decide`, { node, key, code });
  page.account.deadLetters.push({
    node,
    destinationId,
    key,
    outcome: 'parked',
    code,
    message,
    field,
    place: null,
    // As the side has it now: what a replay takes for the decision.
    input: found[sideOfFeeder(work, link).name]?.record ?? change.record,
    mapped: values,
    version: versionText(delivery.version, delivery.receivedMs),
    attempts: work.tries + 1,
    origin: originOf(work.run.feeder, change, page.account.resumption?.records[place]?.key),
  });
}

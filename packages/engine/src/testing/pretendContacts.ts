import type { DataRecord, MatchOutcome, WriteOutcome, WriteRecord } from '@syncline/model';
import type { PretendSystem } from './pretendSystem.ts';

/** Contacts of a system that gives its own ids and lets several share an address, found by their `mail`. */
export interface PretendContacts {
  held: Map<string, DataRecord>;
  /** Mails that were looked for, a list for each call. */
  looks: string[][];
  /** What was done to it, in order: "create a@x" or "update 3 a@x". */
  history: string[];
  add(mail: string): string;
  idsOf(mail: string): string[];
  /** What a pretend system has to be made with to write here. */
  system: Pick<PretendSystem, 'onMatch' | 'onWrite'>;
}

export function createPretendContacts(mails: readonly string[] = []): PretendContacts {
  const held = new Map<string, DataRecord>();
  const looks: string[][] = [];
  const history: string[] = [];
  let given = 0;
  const mailOf = ({ mail }: DataRecord): string => String(mail);
  const idsOf = (mail: string) => [...held].flatMap(([id, record]) => (mailOf(record) === mail ? [id] : []));
  const add = (mail: string): string => {
    given += 1;
    held.set(`id${given}`, { mail });
    return `id${given}`;
  };

  const write = ({ record, remoteId }: WriteRecord): WriteOutcome => {
    const id = remoteId ?? add(mailOf(record));
    if (!held.has(id)) return { status: 'reject', code: 'destination.rejected', message: `no ${id}` };
    held.set(id, { ...record });
    history.push(`${remoteId === null ? 'create' : `update ${id}`} ${mailOf(record)}`);
    return { status: 'ok', effect: remoteId === null ? 'created' : 'updated', remoteId: id };
  };

  const find = (record: WriteRecord): MatchOutcome => {
    const [id, ...others] = idsOf(mailOf(record.record));
    if (id === undefined) return { found: 'none' };
    if (others.length > 0) return { found: 'several', count: others.length + 1 };
    return { found: 'one', remoteId: id };
  };

  for (const mail of mails) add(mail);
  return {
    held,
    looks,
    history,
    add,
    idsOf,
    system: {
      onMatch: (batch) => {
        looks.push(batch.map(({ record }) => mailOf(record)));
        return batch.map(find);
      },
      onWrite: (_, batch) => batch.map(write),
    },
  };
}

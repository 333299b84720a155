import { SyncError } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { drain, startWorker, until } from '../testing/drain.ts';
import type { MemoryStore } from '../testing/memoryStore.ts';
import { createPretendContacts, type PretendContacts } from '../testing/pretendContacts.ts';
import type { PretendSystem } from '../testing/pretendSystem.ts';
import { rowsOf, setUp, stored } from '../testing/setUp.ts';
import type { StoredRun } from '../testing/storedRun.ts';

const mailed = (count: number, version = 1) =>
  rowsOf(count, (n) => ({ version, record: { mail: `m${n}@x`, v: version } }));

/** Five records on their way to a system that has m1 once and m2 twice. */
function begin(more: (contacts: PretendContacts) => Partial<PretendSystem> = () => ({})) {
  const contacts = createPretendContacts(['m1@x', 'm2@x', 'm2@x']);
  const { store, system } = setUp({ rows: mailed(5), delivery: 'N', ...contacts.system, ...more(contacts) });
  return { contacts, store, system, run: store.addRun('nightly') };
}

const outcomesOf = (store: MemoryStore, run: StoredRun) => stored(store, run).counts.list?.outcomes;
const doubled = ({ held, idsOf }: PretendContacts) =>
  [...held.values()].map(({ mail }) => String(mail)).filter((mail) => idsOf(mail).length > 1);

describe('records that are at the destination already', () => {
  it('are adopted when one fits, made when none does, and left to a person when several do', async () => {
    const { contacts, store, system, run } = begin();
    await drain(store, system);
    expect(outcomesOf(store, run)).toEqual({ created: 3, updated: 1, rejected: 1 });
    expect(contacts.history).toEqual(['create m0@x', 'update id1 m1@x', 'create m3@x', 'create m4@x']);
    expect(store.deadLetters).toMatchObject([
      { key: 'k2', outcome: 'rejected', code: 'destination.ambiguous-match' },
    ]);
    expect(store.deadLetters[0]?.message).toMatch(/^2 records .*Merge them there, or edit this record/);
  });

  it('keep the id they were adopted under, so that nobody looks for them again', async () => {
    const { contacts, store, system } = begin();
    await drain(store, system);
    system.rows = mailed(5, 2);
    store.addRun('nightly');
    await drain(store, system);
    expect(contacts.history.slice(4)).toContain('update id1 m1@x');
    // Only the one that several fitted is looked for again.
    expect(contacts.looks).toEqual([['m0@x', 'm1@x', 'm2@x', 'm3@x', 'm4@x'], ['m2@x']]);
  });

  it('are not looked for where nothing is to be written, or the step does not ask for it', async () => {
    const { contacts, store, system } = begin();
    await drain(store, system);
    const before = contacts.history.length;
    store.addRun('nightly');
    await drain(store, system);
    expect(contacts.history).toHaveLength(before);

    const silent = begin(() => ({ onMatch: null }));
    await drain(silent.store, silent.system);
    expect(silent.contacts.history.filter((line) => line.startsWith('create'))).toHaveLength(5);
  });

  it('are looked for anew when the record we made was deleted and comes back', async () => {
    const { contacts, store, system } = begin((made) => ({
      rows: mailed(1),
      onWrite: (call, batch, signal) =>
        batch.map((record) => {
          if (record.op === 'upsert') return (made.system.onWrite(call, [record], signal) as [unknown])[0];
          made.held.delete(record.remoteId ?? '');
          return { status: 'ok', effect: 'deleted' };
        }),
    }));
    await drain(store, system);
    const worker = startWorker(store, system);
    for (const row of [{ version: 2, deleted: true }, { version: 3 }]) {
      store.post('changes', 'k0', { key: 'k0', record: { mail: 'm0@x' }, ...row });
      await until(() => store.inbox.length === 0);
    }
    await worker.stop();
    expect(contacts.history).toEqual(['create m0@x', 'create m0@x']);
    expect(store.deadLetters).toEqual([]);
  });
});

describe('a look that fails', () => {
  it('is tried again, and nothing is written of what was not found out', async () => {
    let failures = 2;
    const { contacts, store, system, run } = begin(({ system: { onMatch } }) => ({
      onMatch: (batch) => {
        failures -= 1;
        if (failures >= 0) throw new SyncError('retry', 'destination.server', '503 for now');
        return onMatch?.(batch) ?? [];
      },
    }));
    await drain(store, system);
    expect(outcomesOf(store, run)).toEqual({ created: 3, updated: 1, rejected: 1 });
    expect(contacts.history).toHaveLength(4);
    expect(store.attempts.size).toBe(0);
  });

  it('for some records keeps what it found of the others while a limit holds them', async () => {
    let first = true;
    const { contacts, store, system, run } = begin(({ system: { onMatch } }) => ({
      onMatch: (batch) => {
        const found = onMatch?.(batch) ?? [];
        if (!first) return found;
        first = false;
        const limited = { status: 'retry', code: 'destination.rate-limited', message: '429' } as const;
        return found.map((one, at) => (at < 2 ? one : { ...limited, afterMs: 1_000 }));
      },
    }));
    await drain(store, system);
    expect(contacts.looks[1]).toEqual(['m2@x', 'm3@x', 'm4@x']);
    expect(outcomesOf(store, run)).toEqual({ created: 3, updated: 1, rejected: 1 });
  });

  it('for reasons of one record leaves out that record alone', async () => {
    const { contacts, store, system, run } = begin(({ system: { onMatch } }) => ({
      onMatch: (batch) =>
        (onMatch?.(batch) ?? []).map((one, at) =>
          batch[at]?.key === 'k3'
            ? { status: 'reject', code: 'destination.rejected', message: 'mail is empty', fields: ['mail'] }
            : one,
        ),
    }));
    await drain(store, system);
    expect(outcomesOf(store, run)).toEqual({ created: 2, updated: 1, rejected: 2 });
    expect(store.deadLetters).toContainEqual(expect.objectContaining({ key: 'k3', field: 'mail' }));
    expect(contacts.idsOf('m3@x')).toEqual([]);

    const whole = begin(({ system: { onMatch } }) => ({
      onMatch: (batch) => {
        if (!batch.some(({ key }) => key === 'k3')) return onMatch?.(batch) ?? [];
        throw new SyncError('reject', 'destination.rejected', 'one of these is odd');
      },
    }));
    await drain(whole.store, whole.system);
    expect(outcomesOf(whole.store, whole.run)).toEqual({ created: 2, updated: 1, rejected: 2 });
    expect(whole.contacts.idsOf('m3@x')).toEqual([]);
  });

  it('for want of a right pauses the flow before anything is written', async () => {
    const { contacts, store, system } = begin(() => ({
      onMatch: () => {
        throw new SyncError('pause', 'destination.auth', 'key revoked', { pause: 'auth' });
      },
    }));
    await drain(store, system);
    expect(store.paused?.reason).toBe('auth');
    expect(contacts.history).toEqual([]);
  });

  it('and tells of another number of records than it was asked for proves nothing', async () => {
    let first = true;
    const { contacts, store, system, run } = begin(({ system: { onMatch } }) => ({
      onMatch: (batch) => {
        const found = onMatch?.(batch) ?? [];
        const told = first ? found.slice(1) : found;
        first = false;
        return told;
      },
    }));
    await drain(store, system);
    expect(outcomesOf(store, run)).toEqual({ created: 3, updated: 1, rejected: 1 });
    expect(doubled(contacts)).toEqual(['m2@x', 'm2@x']);
  });
});

describe('a create whose answer was lost', () => {
  /** It arrives after its sender has given up, and before its deadline. */
  const losing = (contacts: PretendContacts): Partial<PretendSystem> => ({
    rows: mailed(1),
    onWrite: (call, batch, signal) => {
      if (call > 1) return contacts.system.onWrite(call, batch, signal);
      setTimeout(() => contacts.system.onWrite(call, batch, signal), 100);
      return batch.map(() => ({ status: 'unknown', message: 'the answer was lost' }));
    },
  });

  it('is looked for once it can no longer be on its way, and is no double', async () => {
    const { contacts, store, system, run } = begin(losing);
    const worker = startWorker(store, system);
    await until(() => stored(store, run).status === 'backoff');
    expect(contacts.looks).toHaveLength(1);
    await until(() => contacts.history.length === 1);
    store.skewMs += 60_000;
    await until(() => !store.queue.isBusy());
    await worker.stop();
    expect(contacts.history).toEqual(['create m0@x', 'update id4 m0@x']);
    expect(outcomesOf(store, run)).toEqual({ updated: 1 });
  });

  it('is left to a person where sending twice is the greater evil', async () => {
    const { contacts, store, system, run } = begin(losing);
    const list = store.flow.plan.steps.find(({ node }) => node === 'list');
    if (list !== undefined) list.config = { ...list.config, whenLost: 'at-most-once' };
    await drain(store, system);
    expect(outcomesOf(store, run)).toEqual({ uncertain: 1 });
    expect(contacts.looks).toHaveLength(1);
  });
});

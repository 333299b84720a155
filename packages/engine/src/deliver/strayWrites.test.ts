import { noVersion } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import type { Attempt } from '../ports.ts';
import type { Delivery } from '../record/delivery.ts';
import { createStrayWrites } from './strayWrites.ts';

const landed = new Date('2030-01-01T00:00:10Z');
const before = new Date('2030-01-01T00:00:09Z');

const attempt: Attempt = {
  id: 'attempt',
  runId: 'run',
  part: 0,
  page: 3,
  node: 'crm',
  destinationId: 'dest',
  deadline: landed,
  records: [
    { key: 'ann', op: 'upsert', hash: 'h1', version: '', known: true },
    { key: 'bob', op: 'delete', hash: '', version: '', known: true },
  ],
};

const delivery = (key: string, more: Partial<Delivery> = {}): Delivery => ({
  key,
  place: 0,
  op: 'upsert',
  record: {},
  hash: 'h1',
  version: noVersion,
  receivedMs: 0,
  change: { stream: 's', key, op: 'upsert', version: noVersion, record: {}, sourceTs: null, receivedTs: '' },
  ...more,
});

const strays = () => {
  const all = createStrayWrites();
  all.add(attempt);
  return all;
};

describe('a write that may still land', () => {
  it('stands against nothing that says the same, in the run it belongs to', () => {
    expect(strays().heldUntil('dest', 'run', delivery('ann'), before)).toBeNull();
    expect(strays().heldUntil('dest', 'run', delivery('bob', { op: 'delete', hash: '' }), before)).toBeNull();
  });

  it('stands against other content, a delete, some fields only, and another run', () => {
    const held = (more: Partial<Delivery>, run = 'run') =>
      strays().heldUntil('dest', run, delivery('ann', more), before);
    expect(held({ hash: 'h2' })).toEqual(landed);
    expect(held({ op: 'delete' })).toEqual(landed);
    expect(held({ partial: true })).toEqual(landed);
    expect(held({}, 'run of another version')).toEqual(landed);
  });

  it('stands against no other record, no other destination, and nothing once it has landed', () => {
    expect(strays().heldUntil('dest', 'run', delivery('eve', { hash: 'h2' }), before)).toBeNull();
    expect(strays().heldUntil('elsewhere', 'run', delivery('ann', { hash: 'h2' }), before)).toBeNull();
    expect(strays().heldUntil('dest', 'run', delivery('ann', { hash: 'h2' }), landed)).toBeNull();
  });

  it('counts as long as the last of several', () => {
    const all = strays();
    const later = new Date('2030-01-01T00:00:12Z');
    all.add({ ...attempt, id: 'another', deadline: later });
    expect(all.heldUntil('dest', 'run', delivery('ann', { hash: 'h2' }), before)).toEqual(later);
  });

  it('is told of once as landed, and then forgotten', () => {
    const all = strays();
    expect(all.takeLanded(before)).toEqual([]);
    expect(all.isEmpty()).toBe(false);
    expect(all.takeLanded(landed)).toEqual(['attempt']);
    expect(all.takeLanded(landed)).toEqual([]);
    expect(all.isEmpty()).toBe(true);
  });
});

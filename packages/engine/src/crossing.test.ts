import { describe, expect, it } from 'vitest';
import { drain } from './testing/drain.ts';
import { checkAccount, crossing, post, setUpGate, total } from './testing/gateFlow.ts';
import type { Row } from './testing/pretendSystem.ts';

describe('a step that waits for a condition to become true', () => {
  const paid = (key: string, version: number, is: boolean): Row => ({
    key,
    version,
    record: { paid: is, version },
  });

  it('fires when it crosses, once, and again after it was not true', async () => {
    const { store, system } = setUpGate(crossing);
    for (const [version, is] of [false, true, true, false, false, true].entries()) {
      post(store, paid('a', version + 1, is));
      await drain(store, system);
    }
    expect(system.history).toEqual(['a={"paid":true,"version":2}', 'a={"paid":true,"version":6}']);
    expect(total(store, 'gate', 'filtered')).toBe(4);
    expect(total(store, 'gate', 'parked')).toBe(2);
    checkAccount(store);
  });

  it('tells of each time it came true, though the record is the same again', async () => {
    const { store, system } = setUpGate(crossing);
    for (const [version, is] of [true, false, true, true].entries()) {
      post(store, { key: 'a', version: version + 1, record: { paid: is } });
      await drain(store, system);
    }
    expect(system.history).toEqual(['a={"paid":true}', 'a={"paid":true}']);
    expect(total(store, 'list', 'updated')).toBe(1);
  });

  it('fires for a live record it never saw, but not when history is loaded', async () => {
    const rows = [paid('old', 1, true), paid('open', 1, false)];
    const { store, system } = setUpGate(crossing, { rows });
    for (const kind of ['backfill', 'sweep'] as const) {
      store.addRun('nightly', { kind, full: true });
      await drain(store, system);
    }
    expect(system.history).toEqual([]);
    post(store, paid('new', 1, true));
    post(store, paid('old', 2, true));
    await drain(store, system);
    expect(system.history).toEqual(['new={"paid":true,"version":1}']);
  });

  it('is not fooled by old states that come late', async () => {
    const { store, system } = setUpGate(crossing);
    post(store, paid('a', 5, true));
    await drain(store, system);
    post(store, paid('a', 3, false));
    await drain(store, system);
    post(store, paid('a', 6, true));
    await drain(store, system);
    expect(system.history).toEqual(['a={"paid":true,"version":5}']);
    expect(total(store, 'gate', 'stale')).toBe(1);
  });

  it('fires for a state that was true for a moment only, though both came in one page', async () => {
    const { store, system } = setUpGate(crossing);
    post(store, paid('a', 1, false));
    await drain(store, system);
    post(store, paid('a', 2, true));
    post(store, paid('a', 3, false));
    await drain(store, system);
    expect(system.history).toEqual(['a={"paid":true,"version":2}']);
    expect(store.ledger.get('dest-gate a')).toMatchObject({ hash: 'f' });
  });

  it('fires when a sweep finds what no event told', async () => {
    const { store, system } = setUpGate(crossing, { rows: [paid('a', 2, true)] });
    post(store, paid('a', 1, false));
    await drain(store, system);
    store.addRun('nightly', { kind: 'sweep', full: true });
    await drain(store, system);
    expect(system.history).toEqual(['a={"paid":true,"version":2}']);
  });

  it('lets deletes on, and begins anew afterwards', async () => {
    const { store, system } = setUpGate(crossing);
    post(store, paid('a', 1, true));
    await drain(store, system);
    post(store, { key: 'a', version: 2, record: {}, deleted: true });
    await drain(store, system);
    post(store, paid('a', 3, true));
    await drain(store, system);
    expect(system.history).toEqual([
      'a={"paid":true,"version":1}',
      'a=deleted',
      'a={"paid":true,"version":3}',
    ]);
  });
});

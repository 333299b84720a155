import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRest } from './rest.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the rest of a part', () => {
  it('ends when every loop has had nothing to do for the linger time', async () => {
    const rest = createRest(2, 5000);
    const one = rest.until(rest.look());
    await vi.advanceTimersByTimeAsync(20_000);
    const two = rest.until(rest.look());
    await vi.advanceTimersByTimeAsync(4_999);
    rest.wake();
    expect(await Promise.all([one, two])).toEqual(['woken', 'woken']);
    const again = [rest.until(rest.look()), rest.until(rest.look())];
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await Promise.all(again)).toEqual(['end', 'end']);
    expect(await rest.until(rest.look())).toBe('end');
  });

  it('does not miss news that comes between look and rest', async () => {
    const rest = createRest(1, 5000);
    const look = rest.look();
    rest.wake();
    expect(await rest.until(look)).toBe('woken');
  });

  it('lets a loop get up by itself while the others sleep on', async () => {
    const rest = createRest(2, 5000);
    const long = rest.until(rest.look());
    const short = rest.until(rest.look(), 1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await short).toBe('time');
    await vi.advanceTimersByTimeAsync(60_000);
    rest.end();
    expect(await long).toBe('end');
  });
});

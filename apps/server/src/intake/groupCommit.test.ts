import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createGroupCommit, QueueFullError } from './groupCommit.ts';

const roomy = { maxItems: 500, maxBytes: 1_000_000, capBytes: 1_000_000, capItems: 10_000 };

describe('group commit', () => {
  it('writes a lone post at once', async () => {
    const groups: number[][] = [];
    const commit = createGroupCommit<number, string>({
      ...roomy,
      write: async (items) => {
        groups.push(items);
        return items.map((item) => `kept ${item}`);
      },
    });
    expect(await commit.add(1, 10)).toBe('kept 1');
    expect(groups).toEqual([[1]]);
  });

  it('gathers what arrives while a commit is on its way, in order of arrival', async () => {
    const groups: number[][] = [];
    const commit = createGroupCommit<number, number>({
      ...roomy,
      write: async (items) => {
        groups.push(items);
        await sleep(20);
        return items;
      },
    });
    const first = commit.add(1, 1);
    await sleep(5);
    const rest = [2, 3, 4, 5].map((item) => commit.add(item, 1));
    expect(await Promise.all([first, ...rest])).toEqual([1, 2, 3, 4, 5]);
    expect(groups).toEqual([[1], [2, 3, 4, 5]]);
  });

  it('never makes a group larger than its limits', async () => {
    const sizes: number[] = [];
    const commit = createGroupCommit<number, number>({
      ...roomy,
      maxItems: 3,
      maxBytes: 100,
      write: async (items) => {
        sizes.push(items.length);
        return items;
      },
    });
    await Promise.all([...Array(7).keys()].map((item) => commit.add(item, 10)));
    await Promise.all([...Array(4).keys()].map((item) => commit.add(item, 60)));
    expect(sizes).toEqual([3, 3, 1, 1, 1, 1, 1]);
  });

  it('tells every post of a failed group, and goes on with the next', async () => {
    let broken = true;
    const commit = createGroupCommit<number, number>({
      ...roomy,
      write: async (items) => {
        if (broken) throw new Error('no database');
        return items;
      },
    });
    const results = await Promise.allSettled([commit.add(1, 1), commit.add(2, 1)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    broken = false;
    expect(await commit.add(3, 1)).toBe(3);
    expect(commit.waiting).toBe(0);
  });

  it('refuses what would not fit into memory and forgets nothing it took', async () => {
    let open = () => {};
    const gate = new Promise<void>((done) => {
      open = done;
    });
    const commit = createGroupCommit<number, number>({
      ...roomy,
      capBytes: 100,
      write: async (items) => {
        await gate;
        return items;
      },
    });
    const taken = commit.add(1, 90);
    await expect(commit.add(2, 20)).rejects.toBeInstanceOf(QueueFullError);
    open();
    expect(await taken).toBe(1);
    expect(await commit.add(3, 20)).toBe(3);
  });

  it('drains before a stop', async () => {
    const kept: number[] = [];
    const commit = createGroupCommit<number, number>({
      ...roomy,
      write: async (items) => {
        await sleep(10);
        kept.push(...items);
        return items;
      },
    });
    const all = [1, 2, 3].map((item) => commit.add(item, 1));
    await commit.drain();
    expect(kept).toEqual([1, 2, 3]);
    await Promise.all(all);
  });
});

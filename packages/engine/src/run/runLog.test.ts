import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogEntry } from '../ports.ts';
import { createRunLog } from './runLog.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function createPort() {
  const appends: LogEntry[][] = [];
  return { appends, append: async (_: string, entries: LogEntry[]) => void appends.push(entries) };
}
const now = () => new Date('2026-11-21T02:00:00Z');

describe('the log of a run', () => {
  it('shows the first line at once and then gathers lines for 200 ms', async () => {
    const port = createPort();
    const log = createRunLog(port, 'run', { now });
    log.write('info', 'Reading all records', { node: 'nightly' });
    await vi.advanceTimersByTimeAsync(0);
    expect(port.appends).toHaveLength(1);
    log.write('info', 'one');
    log.write('warn', 'two', { node: 'mail', key: '17', code: 'destination.server' });
    await vi.advanceTimersByTimeAsync(199);
    expect(port.appends).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(port.appends[1]?.map(({ text }) => text)).toEqual(['one', 'two']);
    expect(port.appends[1]?.[1]).toEqual({
      ts: now(),
      level: 'warn',
      node: 'mail',
      text: 'two',
      key: '17',
      code: 'destination.server',
    });
  });

  it('stores 500 lines without waiting', async () => {
    const port = createPort();
    const log = createRunLog(port, 'run', { now });
    for (let n = 0; n < 501; n += 1) log.write('info', `${n}`);
    await vi.advanceTimersByTimeAsync(0);
    expect(port.appends.flat()).toHaveLength(501);
  });

  it('keeps one info line of a hundred beyond the cap and says so, but every warning and error', async () => {
    const port = createPort();
    const log = createRunLog(port, 'run', { now, infoLines: 1000 });
    for (let n = 0; n < 3000; n += 1) log.write('info', `line ${n}`);
    for (let n = 0; n < 50; n += 1) log.write('error', `error ${n}`);
    await log.flush();
    const lines = port.appends.flat();
    expect(lines.filter(({ level }) => level === 'error')).toHaveLength(50);
    expect(
      lines.filter(({ text }) => text === '1,000 lines so far. From here one of 100 is kept'),
    ).toHaveLength(1);
    expect(lines.filter(({ level }) => level === 'info')).toHaveLength(1000 + 1 + 20);
  });

  it('keeps order and loses nothing when the store is away for a moment', async () => {
    const port = createPort();
    let away = true;
    const log = createRunLog(
      {
        append: async (run, entries) => {
          if (away) throw new Error('database.away');
          await port.append(run, entries);
        },
      },
      'run',
      { now },
    );
    log.write('info', 'one');
    await log.flush();
    log.write('info', 'two');
    away = false;
    await log.flush();
    expect(port.appends.flat().map(({ text }) => text)).toEqual(['one', 'two']);
  });

  it('cuts endless texts', async () => {
    const port = createPort();
    const log = createRunLog(port, 'run', { now });
    log.write('error', 'x'.repeat(100_000));
    await log.flush();
    expect(port.appends.flat()[0]?.text).toHaveLength(2000);
  });
});

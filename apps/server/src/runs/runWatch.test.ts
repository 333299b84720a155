import { setTimeout as sleep } from 'node:timers/promises';
import { type LogLine, type RunDetail, SyncError } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import type { EventStream } from '../http/eventStream.ts';
import { createRunWatch } from './runWatch.ts';

const line = (seq: number): LogLine => ({
  seq,
  ts: '2026-11-21T12:00:00.000Z',
  level: 'info',
  node: null,
  text: `line ${seq}`,
  key: null,
  code: null,
});

/** As much of a run as a watcher looks at. */
const runOf = (status: RunDetail['status'], read = 0) =>
  ({ id: '1', status, totals: { read, written: 0, unchanged: 0, waiting: 0, failed: 0 } }) as RunDetail;

function createReader() {
  const gone = new AbortController();
  const sent: string[] = [];
  const stream: EventStream = {
    send: (event, data, id) => {
      sent.push(
        event === 'log' ? `log ${id}` : event === 'run' ? `run ${(data as RunDetail).status}` : event,
      );
      return true;
    },
    closed: gone.signal,
    end: () => sent.push('(closed)'),
  };
  return { sent, stream, leave: () => gone.abort() };
}

function watchOver(state: { run: RunDetail; lines: LogLine[] }) {
  const asked = { run: 0, logs: 0 };
  const watch = createRunWatch({
    pollMs: 5,
    mostStreams: 2,
    run: async () => {
      asked.run += 1;
      return state.run;
    },
    logs: async (_id, { after, limit }) => {
      asked.logs += 1;
      return { items: state.lines.filter(({ seq }) => seq > after).slice(0, limit) };
    },
  });
  return { watch, asked };
}

describe('live view of a run', () => {
  it('sends what is there, then what is new, and ends with the run', async () => {
    const state = { run: runOf('running'), lines: [line(1), line(2)] };
    const { watch } = watchOver(state);
    const { sent, stream } = createReader();
    watch.follow('1', 0, stream);
    await sleep(20);
    expect(sent).toEqual(['log 1', 'log 2', 'run running']);
    state.lines.push(line(3));
    state.run = runOf('succeeded', 3);
    await sleep(30);
    expect(sent.slice(3)).toEqual(['log 3', 'run succeeded', 'end', '(closed)']);
  });

  it('goes on after a break without a gap and without a line twice', async () => {
    const state = { run: runOf('running'), lines: [line(1), line(2), line(3)] };
    const { watch } = watchOver(state);
    const early = createReader();
    const late = createReader();
    watch.follow('1', 0, early.stream);
    await sleep(15);
    watch.follow('1', 2, late.stream);
    await sleep(15);
    expect(late.sent).toEqual(['log 3', 'run running']);
    state.lines.push(line(4));
    await sleep(20);
    expect(late.sent.filter((event) => event.startsWith('log'))).toEqual(['log 3', 'log 4']);
    expect(early.sent.filter((event) => event.startsWith('log'))).toEqual([
      'log 1',
      'log 2',
      'log 3',
      'log 4',
    ]);
    watch.close();
  });

  it('catches up over thousands of lines without waiting between pages', async () => {
    const state = { run: runOf('running'), lines: Array.from({ length: 2600 }, (_, n) => line(n + 1)) };
    const { watch } = watchOver(state);
    const { sent, stream } = createReader();
    watch.follow('1', 0, stream);
    await sleep(40);
    expect(sent.filter((event) => event.startsWith('log'))).toHaveLength(2600);
    watch.close();
  });

  it('asks the store only while somebody looks, once for all who look at the same run', async () => {
    const { watch, asked } = watchOver({ run: runOf('running'), lines: [] });
    const readers = [createReader(), createReader()];
    for (const { stream } of readers) watch.follow('1', 0, stream);
    expect(watch.hasRoom()).toBe(false);
    await sleep(30);
    expect(asked.run).toBeLessThan(10);
    for (const { leave } of readers) leave();
    expect(watch.hasRoom()).toBe(true);
    await sleep(10);
    const before = asked.run;
    await sleep(30);
    expect(asked.run).toBe(before);
  });

  it('tells a reader that comes back after the end that there is no more', async () => {
    const { watch } = watchOver({ run: runOf('failed'), lines: [line(1), line(2)] });
    expect(await watch.isOver('1', 1)).toBe(false);
    expect(await watch.isOver('1', 2)).toBe(true);
  });

  it('lives on while the database is away for a moment', async () => {
    let away = true;
    const watch = createRunWatch({
      pollMs: 5,
      run: async () => {
        if (away) throw new SyncError('retry', 'source.unreachable', 'away');
        return runOf('succeeded');
      },
      logs: async () => ({ items: [line(1)] }),
    });
    const { sent, stream } = createReader();
    watch.follow('1', 0, stream);
    await sleep(20);
    expect(sent).toEqual([]);
    away = false;
    await sleep(20);
    expect(sent).toEqual(['log 1', 'run succeeded', 'end', '(closed)']);
  });

  it('ends every stream when the server stops', async () => {
    const { watch } = watchOver({ run: runOf('running'), lines: [] });
    const { sent, stream } = createReader();
    watch.follow('1', 0, stream);
    watch.close();
    expect(sent).toEqual(['(closed)']);
  });
});

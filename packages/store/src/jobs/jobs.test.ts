import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { PartJob } from '@syncline/engine';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../openStore.ts';
import { openFixture, publishSample, type StoreFixture } from '../testing/storeFixture.ts';

let fixture: StoreFixture;

beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());
beforeEach(async () => {
  await fixture.rows('delete from pgboss.job');
});

const jobs = () => fixture.store.ports.jobs;
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

async function until(happened: () => boolean, ms: number): Promise<number> {
  const began = Date.now();
  while (!happened()) {
    if (Date.now() - began > ms) throw new Error(`nothing happened within ${ms} ms`);
    await wait(5);
  }
  return Date.now() - began;
}

/** A worker that notes what it takes and holds each job until it is let go. */
function startWorker(store: Store, concurrency = 4) {
  const stop = new AbortController();
  const taken: string[] = [];
  const held = new Map<string, () => void>();
  const done = store.ports.jobs.consume(
    concurrency,
    async ({ flowId, part }, signal) => {
      const name = `${flowId}:${part}`;
      taken.push(name);
      await new Promise<void>((letGo) => {
        held.set(name, letGo);
        signal.addEventListener('abort', () => letGo(), { once: true });
      });
      held.delete(name);
    },
    stop.signal,
  );
  return {
    taken,
    held,
    letGo: (name: string) => held.get(name)?.(),
    stop: async () => {
      stop.abort();
      await done;
    },
  };
}

describe('the queue', () => {
  it('lets one job per part wait and one be active, whoever asks and however often', async () => {
    const other = await fixture.openAnother();
    const workers = [startWorker(fixture.store), startWorker(other)];
    const part = { flowId: 'f', part: 0 };
    for (let round = 0; round < 5; round += 1)
      await Promise.all([jobs().enqueue(part), other.ports.jobs.enqueue(part)]);
    await until(() => workers.some(({ taken }) => taken.length > 0), 3000);
    await Promise.all(Array.from({ length: 10 }, () => jobs().enqueue(part)));
    await wait(1500);
    const taken = () => workers.flatMap((worker) => worker.taken);
    expect(taken()).toEqual(['f:0']);
    const states = await fixture.rows(`select state from pgboss.job where name = 'part' order by state`);
    expect(states).toEqual([{ state: 'created' }, { state: 'active' }]);
    // A part that is busy holds up no other part.
    await jobs().enqueue({ flowId: 'g', part: 3 });
    await until(() => taken().includes('g:3'), 1000);
    for (const worker of workers) worker.letGo('f:0');
    await until(() => taken().filter((name) => name === 'f:0').length === 2, 2000);
    for (const worker of workers) await worker.stop();
  });

  it('starts an idle worker within milliseconds', async () => {
    const worker = startWorker(fixture.store);
    await wait(300);
    const times: number[] = [];
    for (let at = 0; at < 20; at += 1) {
      const name = `q${at}:0`;
      const began = performance.now();
      await jobs().enqueue({ flowId: `q${at}`, part: 0 });
      await until(() => worker.held.has(name), 900);
      times.push(performance.now() - began);
      worker.letGo(name);
    }
    times.sort((a, b) => a - b);
    // Far below the poll of one second, so it was the notification.
    expect(times[10]).toBeLessThan(300);
    await worker.stop();
  });

  it('has a job for later out of the way of one for now', async () => {
    const part: PartJob = { flowId: 'later', part: 0 };
    await jobs().enqueue(part, { startAfter: new Date(Date.now() + 1500) });
    await jobs().enqueue(part);
    const worker = startWorker(fixture.store);
    await until(() => worker.taken.length === 1, 1000);
    worker.letGo('later:0');
    const waited = await until(() => worker.taken.length === 2, 4000);
    expect(waited).toBeGreaterThan(500);
    await worker.stop();
  });

  it('gives a job back when its handler throws', async () => {
    const stop = new AbortController();
    let tries = 0;
    const consumed = jobs().consume(
      1,
      async () => {
        tries += 1;
        if (tries === 1) throw new Error('first try');
      },
      stop.signal,
    );
    await jobs().enqueue({ flowId: 'again', part: 0 });
    await until(() => tries === 2, 6000);
    await wait(200);
    stop.abort();
    await consumed;
    expect(await fixture.rows('select state from pgboss.job')).toEqual([]);
  });

  it('puts a part that was stopped in the middle back at once', async () => {
    const worker = startWorker(fixture.store);
    await jobs().enqueue({ flowId: 'half', part: 0 });
    await until(() => worker.taken.length === 1, 2000);
    await worker.stop();
    expect(await fixture.rows('select state from pgboss.job')).toEqual([{ state: 'created' }]);
  });

  it('knows nothing of a job whose transaction was rolled back', async () => {
    const flow = await publishSample(fixture);
    await fixture.rows('delete from pgboss.job');
    await fixture.rows(`alter table syncline.run add constraint never check (started_by <> 'cli') not valid`);
    await expect(fixture.store.runs.runNow(flow.id, { startedBy: 'cli' })).rejects.toThrow(/never/);
    expect(await fixture.rows('select 1 from pgboss.job')).toEqual([]);
    await fixture.store.runs.runNow(flow.id, { startedBy: 'manual' });
    expect(await fixture.rows('select 1 from pgboss.job')).toHaveLength(1);
  });
});

describe('a worker that is killed', () => {
  it('hands its part to another within 20 seconds', { timeout: 60_000 }, async () => {
    const file = fileURLToPath(new URL('../testing/workerProcess.ts', import.meta.url));
    const victim = fork(file, [fixture.url], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], execArgv: [] });
    let said = '';
    victim.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    await until(() => said.includes('ready'), 20_000);
    await jobs().enqueue({ flowId: 'victim', part: 0 });
    await until(() => said.includes('took victim:0'), 5000);
    const heir = startWorker(fixture.store);
    await wait(3500);
    expect(heir.taken).toEqual([]);
    victim.kill('SIGKILL');
    await once(victim, 'exit');
    const waited = await until(() => heir.taken.includes('victim:0'), 20_000);
    expect(waited).toBeGreaterThan(3000);
    await heir.stop();
  });
});

describe('the call that there is new work', () => {
  it('reaches who works on the part, and goes on after the connection broke', async () => {
    let calls = 0;
    const stop = jobs().onWake('woken', 1, () => {
      calls += 1;
    });
    // The first subscriber opens the connection, and hears so.
    await wait(500);
    calls = 0;
    await jobs().enqueue({ flowId: 'woken', part: 0 });
    await jobs().enqueue({ flowId: 'woken', part: 1 });
    await until(() => calls > 0, 2000);
    await wait(50);
    expect(calls).toBe(1);
    await fixture.rows(
      `select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen syncline_work'`,
    );
    await until(() => calls > 1, 5000);
    calls = 0;
    await jobs().enqueue({ flowId: 'woken', part: 1 });
    await until(() => calls > 0, 2000);
    stop();
  });
});

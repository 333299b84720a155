import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { DataRecord } from '@syncline/model';
import type { ExpressionHost, ExpressionResult } from '../expression/evaluateGuarded.ts';
import type { EvaluatorReply, EvaluatorTask } from './evaluatorMessages.ts';

export interface EvaluatorOptions {
  /** Children at most. They are started when first needed, and kept. */
  processes?: number;
  /** Longest silence of a child before it is killed; one record may take no longer. */
  wallMs?: number;
  /** Heap of a child in MB. */
  heapMb?: number;
}

export interface EvaluatorHost extends ExpressionHost {
  /** Starts the first child, so that the first record doesn't wait for it. */
  warm(): Promise<void>;
  close(): void;
}

interface Lane {
  child: ChildProcess | null;
  busy: boolean;
}

/** After so many killed children within one call, what is left of it fails without a try. */
const mostKills = 5;
const startMs = 10_000;
const tooLong: ExpressionResult = {
  ok: false,
  message: 'The expression took longer than a second and was stopped.',
};
const crashed: ExpressionResult = {
  ok: false,
  message: 'The expression used too much memory and was stopped.',
};

type Silence = 'stuck' | 'died';

/**
 * Runs expressions that can't be bounded in a process of its own: empty environment, small heap, no file system to write
 * to, no way to start programs, killed when it says nothing for a second. A record that kills its child fails alone.
 */
export function createEvaluatorHost(options: EvaluatorOptions = {}): EvaluatorHost {
  const { processes = 2, wallMs = 1000, heapMb = 128 } = options;
  const lanes: Lane[] = [];
  const waiting: ((lane: Lane) => void)[] = [];
  let closed = false;

  const take = async (): Promise<Lane> => {
    const free = lanes.find((lane) => !lane.busy);
    if (free) return Object.assign(free, { busy: true });
    if (lanes.length < processes) {
      const lane: Lane = { child: null, busy: true };
      lanes.push(lane);
      return lane;
    }
    return new Promise((resolve) => waiting.push(resolve));
  };

  const giveBack = (lane: Lane) => {
    const next = waiting.shift();
    if (next) next(lane);
    else lane.busy = false;
  };

  /** Results as far as they came, and why there are no more. */
  const ask = (
    lane: Lane,
    task: EvaluatorTask,
  ): Promise<{ results: ExpressionResult[]; end: 'done' | Silence }> => {
    const fresh = lane.child === null;
    const child = lane.child ?? startChild(heapMb);
    lane.child = child;
    return new Promise((resolve) => {
      const results: ExpressionResult[] = [];
      const settle = (end: 'done' | Silence) => {
        clearTimeout(timer);
        child.off('message', onMessage).off('exit', onExit).off('error', onExit);
        if (end !== 'done') {
          child.kill('SIGKILL');
          lane.child = null;
        } else if (closed) child.kill();
        resolve({ results, end });
      };
      const onMessage = (reply: unknown) => {
        // The child is our own file and sends nothing else.
        results.push(...(reply as EvaluatorReply).results);
        if (results.length >= task.records.length) settle('done');
        else timer.refresh();
      };
      const onExit = () => settle('died');
      // A new child first has to load; its first answer may take that much longer.
      let timer = setTimeout(() => settle('stuck'), fresh ? startMs : wallMs);
      child.on('message', onMessage).once('exit', onExit).once('error', onExit);
      if (fresh)
        child.once('message', () => {
          clearTimeout(timer);
          if (results.length < task.records.length) timer = setTimeout(() => settle('stuck'), wallMs);
        });
      child.send(task, (error) => {
        if (error) settle('died');
      });
    });
  };

  const wake = async (lane: Lane) => {
    if (lane.child === null) await ask(lane, { text: '1', records: [{}], oneByOne: false });
  };

  const evaluateOn = async (lane: Lane, text: string, records: DataRecord[]): Promise<ExpressionResult[]> => {
    const results: ExpressionResult[] = [];
    let oneByOne = false;
    for (let kills = 0; results.length < records.length; ) {
      await wake(lane);
      const { results: came, end } = await ask(lane, {
        text,
        records: records.slice(results.length),
        oneByOne,
      });
      results.push(...came.slice(0, records.length - results.length));
      if (end === 'done') continue;
      kills += 1;
      // Some results of a gathered message may be lost with the child: the next child says after each record where it is.
      if (oneByOne) results.push(end === 'stuck' ? tooLong : crashed);
      oneByOne = true;
      if (kills >= mostKills)
        while (results.length < records.length) results.push(end === 'stuck' ? tooLong : crashed);
    }
    return results;
  };

  return {
    async warm() {
      const lane = await take();
      try {
        await wake(lane);
      } finally {
        giveBack(lane);
      }
    },
    async evaluateAll(text, records) {
      if (closed) throw new Error('the evaluator is closed');
      if (records.length === 0) return [];
      const lane = await take();
      try {
        return await evaluateOn(lane, text, records);
      } finally {
        giveBack(lane);
      }
    },
    close() {
      closed = true;
      for (const lane of lanes) {
        lane.child?.kill();
        lane.child = null;
      }
    },
  };
}

function startChild(heapMb: number): ChildProcess {
  const child = fork(fileURLToPath(new URL('./evaluatorChild.ts', import.meta.url)), [], {
    // Reading is needed to load modules; writing files, starting programs and threads stay forbidden.
    execArgv: [
      `--max-old-space-size=${heapMb}`,
      '--permission',
      '--allow-fs-read=*',
      '--disable-warning=SecurityWarning',
    ],
    env: process.platform === 'win32' ? { SystemRoot: process.env.SystemRoot } : {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // It must not keep a process alive that is done otherwise.
  child.unref();
  child.channel?.unref();
  return child;
}

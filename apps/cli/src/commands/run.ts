import type { RunDetail } from '@syncline/model';
import type { FeederResult } from '@syncline/server';
import { type Command, exitCodes, type Terminal, UsageError } from '../command.ts';
import { listenForStop } from '../foreground.ts';
import { readJsonFile } from '../readJsonFile.ts';
import { readWords } from '../readWords.ts';
import { describeBalance, describeFailures, describeSteps } from '../runReport.ts';
import { startStopwatch } from '../stopwatch.ts';

const options = {
  bind: { type: 'string', multiple: true },
  feeder: { type: 'string' },
  full: { type: 'boolean', default: false },
} as const;

const plainEveryMs = 2_000;

export const runCommand: Command = {
  name: 'run',
  summary: 'Run a flow document once, without a server',
  help: `syncline run FILE [--bind NAME=WHERE]... [--feeder STEP] [--full]

FILE is a flow document or a template; - reads standard input. Every schedule step runs once, one after the
other; webhook steps are left alone, and nothing runs by itself afterwards.

  --bind NAME=WHERE  what a connection name of the document means: postgres://user:password@host/database,
                     https://..., or the name or id of a connection that Syncline has. Without it: the
                     connection of that name, else the only one of its kind, which includes the built-in ones.
  --feeder STEP      only this schedule step
  --full             read everything, whatever an earlier run left

The state is kept in the database of this data folder, or of DATABASE_URL: the same document name with the same
connections is the same flow as last time. So a second run reads what is new and does not write what has not
changed. Change the document and the flow goes on with the new version. Files lie in SYNCLINE_DATA/files.

Exit codes: 0 all well, 1 failed, 2 some records failed, 64 wrong words or no such file, 78 a setting does not fit.`,
  async run(words, terminal) {
    const { values, positionals } = readWords({ command: 'run', options, positionals: ['FILE'] }, words);
    const [file = ''] = positionals;
    const bindings = readBindings(values.bind ?? []);
    const content = await readJsonFile(file);
    const { openWorkshop, readDocument, readSettings, runDocument } = await import('@syncline/server');
    const document = readDocument(content);
    const settings = readSettings(terminal.environment);
    const elapsed = startStopwatch();
    const stop = listenForStop(terminal);
    try {
      await using workshop = await openWorkshop({ settings, onProgress: terminal.note });
      const results = await runDocument(workshop, {
        document,
        bindings,
        feeder: values.feeder,
        full: values.full,
        signal: stop.signal,
        onBound: ({ name, connection }) => terminal.note(`  ${name} is the connection "${connection}"`),
        onLog: ({ level, node, text }) => {
          if (level !== 'debug') terminal.note(`  ${[node, text].filter(Boolean).join(': ')}`);
        },
        onRun: showProgress(terminal, elapsed),
      });
      terminal.update('');
      return report(results, terminal, elapsed());
    } finally {
      stop.close();
    }
  },
};

function readBindings(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((entry) => {
      const [, name, where] = /^([^=:/]+)=(.+)$/s.exec(entry) ?? [];
      // What was given may hold a password, so it is not repeated.
      if (name === undefined || where === undefined)
        throw new UsageError('--bind takes NAME=WHERE, such as target=postgres://host/database.');
      return [name, where];
    }),
  );
}

/** One line that counts where lines can be replaced; elsewhere a new line every two seconds while something moves. */
function showProgress(terminal: Terminal, elapsed: () => string) {
  let shown = '';
  let at = Number.NEGATIVE_INFINITY;
  return ({ feederTitle, status, totals, progress }: RunDetail) => {
    const part = progress === null ? '' : ` (${Math.round(progress * 100)} %)`;
    const line = `${feederTitle}: ${status}, ${describeBalance(totals)}${part}`;
    if (terminal.live) return terminal.update(`  ${elapsed()}  ${line}`);
    if (line === shown || Date.now() - at < plainEveryMs) return;
    shown = line;
    at = Date.now();
    terminal.note(`  ${elapsed()}  ${line}`);
  };
}

function report(results: FeederResult[], { print }: Terminal, took: string): number {
  for (const { run, titles, failures } of results) {
    for (const line of describeSteps(run, titles)) print(line);
    print('');
    for (const line of describeFailures(failures, titles)) print(line);
    const why = run.note ?? run.reason;
    const ending = why === null || run.status === 'succeeded' ? '' : ` ${why}`;
    print(`${run.feederTitle}: ${run.status}, ${describeBalance(run.totals)}, ${took}.${ending}`);
  }
  const states = results.map(({ run }) => run.status);
  if (states.some((state) => state !== 'succeeded' && state !== 'partial')) return exitCodes.failed;
  return states.includes('partial') ? exitCodes.partial : exitCodes.ok;
}

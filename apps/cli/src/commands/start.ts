import { type Command, exitCodes, type Terminal, UsageError } from '../command.ts';
import { bringEditor } from '../editorBundle.ts';
import { runInForeground } from '../foreground.ts';
import { readWords } from '../readWords.ts';
import { startStopwatch } from '../stopwatch.ts';

const roles = ['all', 'web', 'worker'] as const;
type Role = (typeof roles)[number];

const options = {
  role: { type: 'string', default: 'all' },
  port: { type: 'string' },
  host: { type: 'string' },
  'no-build': { type: 'boolean', default: false },
} as const;

export const startCommand: Command = {
  name: 'start',
  summary: 'Run Syncline: editor, API, webhooks and flows',
  help: `syncline start [--role all|web|worker] [--port N] [--host H] [--no-build]

  --role all     editor, API, webhooks and flows in one process (default)
  --role web     editor, API and webhooks; flows run in workers
  --role worker  the same as "syncline worker"
  --port N       instead of PORT; 0 picks a free one
  --host H       instead of HOST
  --no-build     serve the API alone when the editor is not built yet

Stops in order on Ctrl+C or SIGTERM, within 25 seconds; a second one ends at once.
Exit codes: 0 stopped as asked, 64 wrong words, 78 a setting does not fit or the port is taken.`,
  async run(words, terminal) {
    const { values } = readWords({ command: 'start', options }, words);
    const role = roles.find((one) => one === values.role);
    if (role === undefined)
      throw new UsageError(
        `--role ${values.role} is none of all, web and worker. See "syncline help start".`,
      );
    const environment = {
      ...terminal.environment,
      ...(values.port === undefined ? {} : { PORT: values.port }),
      ...(values.host === undefined ? {} : { HOST: values.host }),
    };
    return serve(role, { ...terminal, environment }, values['no-build']);
  },
};

/** Runs a server of this role until it is told to stop. */
export async function serve(role: Role, terminal: Terminal, withoutBuild: boolean): Promise<number> {
  const elapsed = startStopwatch();
  const say = (line: string) => terminal.print(`  ${elapsed()}  ${line}`);
  const { readSettings, startServer } = await import('@syncline/server');
  const settings = readSettings(terminal.environment);
  if (role !== 'worker' && !(await bringEditor(say, withoutBuild))) return exitCodes.failed;
  return runInForeground(async (signal) => {
    const server = await startServer({ settings, role, onProgress: say, signal });
    terminal.print(
      role === 'worker'
        ? `Worker ready (${elapsed()}). Ctrl+C stops it.`
        : `Syncline is ready at ${server.url} (${elapsed()}). Ctrl+C stops it.`,
    );
    return server;
  }, terminal);
}

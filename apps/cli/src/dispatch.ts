import { type Command, exitCodes, type Terminal, UsageError } from './command.ts';
import { nearestWord } from './nearestWord.ts';

interface Program {
  commands: readonly Command[];
  version: string;
}

/**
 * Runs what the words ask for. Whatever fails becomes lines on stderr and an exit code; the trace is shown at
 * LOG_LEVEL=debug only.
 */
export async function dispatch(
  { commands, version }: Program,
  words: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const [first = 'help', ...rest] = words;
  try {
    if (first === '--version' || first === '-v') terminal.print(version);
    else if (first === 'help' || first === '--help' || first === '-h')
      terminal.print(rest[0] === undefined ? describeAll(commands) : find(commands, rest[0]).help);
    else {
      const command = find(commands, first);
      if (rest.includes('--help') || rest.includes('-h')) terminal.print(command.help);
      else return await command.run(rest, terminal);
    }
    return exitCodes.ok;
  } catch (error) {
    return explain(error, terminal);
  }
}

function find(commands: readonly Command[], name: string): Command {
  const command = commands.find((one) => one.name === name);
  if (command) return command;
  const near = nearestWord(
    name,
    commands.map((one) => one.name),
  );
  throw new UsageError(
    `There is no command "${name}".${near === null ? '' : ` Did you mean "${near}"?`} "syncline help" lists them all.`,
  );
}

function describeAll(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2;
  return [
    'syncline COMMAND',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`),
    '',
    '"syncline help COMMAND" says more about one. "syncline doctor" shows every setting.',
  ].join('\n');
}

function explain(error: unknown, terminal: Terminal): number {
  terminal.update('');
  const said = error instanceof Error ? error.message : String(error);
  terminal.note(said);
  for (const { path, message } of issuesOf(error))
    if (said !== `${path}: ${message}`) terminal.note(`  ${path || 'flow'}  ${message}`);
  if (terminal.environment.LOG_LEVEL === 'debug' && error instanceof Error && error.stack)
    terminal.note(error.stack);
  const code: unknown = error instanceof Error ? Reflect.get(error, 'exitCode') : undefined;
  return typeof code === 'number' ? code : exitCodes.failed;
}

/** The reasons an error of the server brings, if it is one with reasons: `{ options: { issues } }`. */
function issuesOf(error: unknown): { path: string; message: string }[] {
  const options: unknown = error instanceof Error ? Reflect.get(error, 'options') : null;
  const issues: unknown = options instanceof Object ? Reflect.get(options, 'issues') : null;
  if (!Array.isArray(issues)) return [];
  return issues.map((issue) => ({ path: String(issue?.path), message: String(issue?.message) }));
}

/** Exit codes, where they mean more than "it failed". 64 and 78 are those of sysexits.h. */
export const exitCodes = { ok: 0, failed: 1, partial: 2, usage: 64, config: 78 } as const;

/** One thing the command line can do. */
export interface Command {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** What `syncline help NAME` prints: usage, options, exit codes. */
  help: string;
  /** @returns the exit code. Throws UsageError for words it does not take, and errors whose message is the line to print. */
  run(words: string[], terminal: Terminal): Promise<number>;
}

/** Where a command reads and writes. */
export interface Terminal {
  environment: Readonly<Record<string, string | undefined>>;
  /** One line of the result. */
  print(line: string): void;
  /** One line for the person who waits, kept apart from the result. */
  note(line: string): void;
  /** Replaces the line shown last by `update`; prints nothing where lines can't be replaced. */
  update(line: string): void;
  /** True when lines can be replaced. */
  live: boolean;
}

/** The words after the command do not fit. Exit code 64. */
export class UsageError extends Error {
  readonly exitCode = exitCodes.usage;
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

import type { Terminal } from './command.ts';

type Output = Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;

const clearLine = '\r\u001b[2K';

/**
 * Result to stdout, notes to stderr, so that a result can be piped on. The updating line is on stderr too, and goes
 * away before anything else is written.
 */
export function createTerminal(
  environment: Readonly<Record<string, string | undefined>>,
  out: Output,
  err: Output,
): Terminal {
  const live = err.isTTY === true;
  let shown = false;
  const clear = () => {
    if (shown) err.write(clearLine);
    shown = false;
  };
  const writeTo = (output: Output) => (line: string) => {
    clear();
    output.write(`${line}\n`);
  };
  return {
    environment,
    live,
    print: writeTo(out),
    note: writeTo(err),
    update(line) {
      if (!live) return;
      clear();
      if (line === '') return;
      err.write(line);
      shown = true;
    },
  };
}

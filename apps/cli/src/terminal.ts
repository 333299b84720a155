import type { Terminal } from './command.ts';

type Output = Pick<NodeJS.WriteStream, 'write' | 'isTTY'> & Partial<Pick<NodeJS.WriteStream, 'columns'>>;

// What records and documents hold must not move the cursor or rename the window.
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
const harmless = (line: string) => line.replace(controls, '\ufffd');

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
    output.write(`${harmless(line)}\n`);
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
      err.write(harmless(line).slice(0, Math.max(20, (err.columns || 80) - 1)));
      shown = true;
    },
  };
}

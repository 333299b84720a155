import type { LogLevel } from '@syncline/model';
import type { LogEntry, LogPort } from '../ports.ts';

/** One line about a step, or about the run when `node` is null. Never holds content of a record beyond its key. */
export interface LogDetail {
  node?: string | null;
  key?: string | null;
  code?: string | null;
}

export interface RunLog {
  write(level: LogLevel, text: string, detail?: LogDetail): void;
  /** Stores what is buffered; the log stays usable. */
  flush(): Promise<void>;
}

export interface RunLogOptions {
  now: () => Date;
  flushMs?: number;
  flushLines?: number;
  /** Info lines a run may have before only one of a hundred is kept. */
  infoLines?: number;
}

const longestText = 2000;
const mostBuffered = 5000;

/**
 * Log of one run. The first line is stored at once, so that a run that has begun can be seen; then every 200 ms or 500
 * lines. A store that is away costs log lines, never the run.
 */
export function createRunLog(port: LogPort, runId: string, options: RunLogOptions): RunLog {
  const { now, flushMs = 200, flushLines = 500, infoLines = 50_000 } = options;
  let buffer: LogEntry[] = [];
  let info = 0;
  let first = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let storing = Promise.resolve();

  const store = async () => {
    if (buffer.length === 0) return;
    const lines = buffer;
    buffer = [];
    try {
      await port.append(runId, lines);
    } catch {
      buffer = [...lines, ...buffer].slice(-mostBuffered);
    }
  };

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    storing = storing.then(store);
    return storing;
  };

  const push = (level: LogLevel, text: string, detail: LogDetail) => {
    const { node = null, key = null, code = null } = detail;
    buffer.push({ ts: now(), level, node, text: text.slice(0, longestText), key, code });
  };

  /** False for lines left out by sampling. */
  const isKept = (level: LogLevel) => {
    if (level === 'warn' || level === 'error') return true;
    info += 1;
    if (info === infoLines + 1) {
      push('info', `${infoLines.toLocaleString('en-GB')} lines so far. From here one of 100 is kept`, {});
    }
    return info <= infoLines || info % 100 === 0;
  };

  return {
    flush,
    write: (level, text, detail = {}) => {
      if (!isKept(level)) return;
      push(level, text, detail);
      if (first || buffer.length >= flushLines) {
        first = false;
        void flush();
      } else {
        timer ??= setTimeout(() => void flush(), flushMs);
      }
    },
  };
}

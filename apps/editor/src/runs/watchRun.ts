import { runRoutes } from 'virtual:contract';
import type { LogLine, RunDetail } from '@syncline/model';
import { addressOf } from '../api/client.ts';

export interface RunWatcher {
  onRun(run: RunDetail): void;
  onLog(line: LogLine): void;
  /** The stream broke and is being opened again (true), or is open (false). */
  onAway?(away: boolean): void;
}

/**
 * Follows a run live. The browser reconnects by itself and sends Last-Event-ID, so no line comes twice or is missed.
 *
 * @returns stop following.
 */
export function watchRun(id: string, watcher: RunWatcher): () => void {
  const source = new EventSource(addressOf(runRoutes.watchRun, { params: { id } }));
  source.addEventListener('run', (event) => {
    const run: unknown = JSON.parse(event.data);
    if (isRun(run)) watcher.onRun(run);
  });
  source.addEventListener('log', (event) => {
    const line: unknown = JSON.parse(event.data);
    if (isLogLine(line)) watcher.onLog(line);
  });
  source.onopen = () => watcher.onAway?.(false);
  source.onerror = () => watcher.onAway?.(true);
  return () => source.close();
}

// What names the event's kind and is read first. The server makes events from the same contract; parsing each of
// thousands of lines a second again would cost frames, and the parser would have to load with every run.
function isRun(value: unknown): value is RunDetail {
  return typeof value === 'object' && value !== null && 'status' in value && 'nodes' in value;
}

function isLogLine(value: unknown): value is LogLine {
  return typeof value === 'object' && value !== null && 'seq' in value && 'text' in value;
}

import { type LogLine, logLineSchema, type RunDetail, runDetailSchema, runRoutes } from '@syncline/model';
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
    const run = runDetailSchema.safeParse(JSON.parse(event.data));
    if (run.success) watcher.onRun(run.data);
  });
  source.addEventListener('log', (event) => {
    const line = logLineSchema.safeParse(JSON.parse(event.data));
    if (line.success) watcher.onLog(line.data);
  });
  source.onopen = () => watcher.onAway?.(false);
  source.onerror = () => watcher.onAway?.(true);
  return () => source.close();
}

import { runRoutes } from 'virtual:contract';
import type { runRoutes as Contract, LogLine, RunDetail } from '@syncline/model';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type * as z from 'zod';
import { call } from '../../api/client.ts';
import { watchRun } from '../../runs/watchRun.ts';

type RunWithDocument = z.output<typeof Contract.getRun.reply>;

/** Log lines beyond this are dropped from the page (never from the server): a browser is no log store. */
const keptLines = 5_000;

/** A run, live while it goes on. Log lines that arrive are kept apart, for the log panel to show when it follows. */
export function useRunDetail(id: string) {
  const queries = useQueryClient();
  const [lines, setLines] = useState<readonly LogLine[]>([]);
  const [away, setAway] = useState(false);
  const query = useQuery({
    queryKey: ['run', id],
    queryFn: ({ signal }) => call(runRoutes.getRun, { params: { id }, signal }),
  });
  const over = query.data?.finishedAt != null;

  useEffect(() => {
    if (over) return;
    let waiting: LogLine[] = [];
    let newest: RunDetail | undefined;
    let frame = 0;
    // Thousands of events a second must not become thousands of renders: one update a frame.
    const flush = () => {
      frame = 0;
      if (waiting.length > 0) {
        const arrived = waiting;
        waiting = [];
        setLines((before) => [...before, ...arrived].slice(-keptLines));
      }
      if (newest) {
        const run = newest;
        newest = undefined;
        queries.setQueryData<RunWithDocument>(['run', id], (before) => before && { ...before, ...run });
      }
    };
    const plan = () => {
      frame ||= requestAnimationFrame(flush);
    };
    const stop = watchRun(id, {
      onRun: (run) => {
        newest = run;
        plan();
      },
      onLog: (line) => {
        waiting.push(line);
        plan();
      },
      onAway: setAway,
    });
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [id, over, queries]);

  return { query, liveLines: lines, away: away && !over };
}

import type { RunStatus, RunSummary, StartedBy } from '@syncline/model';
import {
  CalendarClock,
  type LucideIcon,
  Play,
  RefreshCw,
  RotateCcw,
  SquareTerminal,
  Zap,
} from 'lucide-react';
import { formatCount } from '../parts/format.ts';
import type { StatusKind } from '../parts/Status.tsx';
import type { Category } from '../parts/Tile.tsx';

const kinds: Record<RunStatus, StatusKind> = {
  queued: 'waiting',
  running: 'running',
  backoff: 'waiting',
  paused: 'paused',
  succeeded: 'success',
  partial: 'warning',
  failed: 'failed',
  cancelled: 'skipped',
  skipped: 'skipped',
  missed: 'skipped',
};

/** What a run's state is called: `partial` with three failed records is "Done, 3 failed". */
export function runWords(run: Pick<RunSummary, 'status' | 'totals'>): { kind: StatusKind; words: string } {
  return { kind: kinds[run.status], words: wordsOf(run) };
}

function wordsOf({ status, totals }: Pick<RunSummary, 'status' | 'totals'>): string {
  switch (status) {
    case 'queued':
      return 'Queued';
    case 'running':
      return 'Running';
    case 'backoff':
      return 'Trying again';
    case 'paused':
      return 'Paused';
    case 'succeeded':
      return 'Done';
    case 'partial':
      return `Done, ${formatCount(totals.failed)} failed`;
    case 'failed':
      return 'Stopped';
    case 'cancelled':
      return 'Cancelled';
    case 'skipped':
      return 'Skipped';
    case 'missed':
      return 'Missed';
  }
}

/** Filter choices for the state of a run, in the words of the list. */
export const statusChoices: readonly { value: RunStatus; label: string }[] = [
  { value: 'running', label: 'Running' },
  { value: 'succeeded', label: 'Done' },
  { value: 'partial', label: 'Done, some failed' },
  { value: 'failed', label: 'Stopped' },
  { value: 'paused', label: 'Paused' },
  { value: 'backoff', label: 'Trying again' },
  { value: 'queued', label: 'Queued' },
  { value: 'cancelled', label: 'Cancelled' },
  { value: 'skipped', label: 'Skipped' },
  { value: 'missed', label: 'Missed' },
];

const startLooks: Record<StartedBy, { word: string; icon: LucideIcon; category: Category | 'plain' }> = {
  schedule: { word: 'Schedule', icon: CalendarClock, category: 'schedule' },
  trigger: { word: 'Change', icon: Zap, category: 'trigger' },
  manual: { word: 'By hand', icon: Play, category: 'plain' },
  sync: { word: 'Syncline', icon: RefreshCw, category: 'plain' },
  replay: { word: 'Replay', icon: RotateCcw, category: 'plain' },
  cli: { word: 'Command line', icon: SquareTerminal, category: 'plain' },
};

/** Word and tile for what started a run. */
export const startLook = (startedBy: StartedBy) => startLooks[startedBy];

// Object.keys forgets that the table has exactly these keys.
export const startChoices = (Object.keys(startLooks) as StartedBy[]).map((value) => ({
  value,
  label: startLooks[value].word,
}));

/** Milliseconds a run took, or has taken so far; null when it has not begun. */
export function runTook(run: Pick<RunSummary, 'startedAt' | 'finishedAt'>, now: number): number | null {
  if (run.startedAt === null) return null;
  return (run.finishedAt === null ? now : Date.parse(run.finishedAt)) - Date.parse(run.startedAt);
}

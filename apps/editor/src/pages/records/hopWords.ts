import type { Outcome } from '@syncline/model';
import type { StatusKind } from '../../parts/Status.tsx';

/** One thing that happened to a record, as a sentence about its step. */
export function hopWords(outcome: Outcome, step: string): { kind: StatusKind; words: string } {
  switch (outcome) {
    case 'created':
      return { kind: 'success', words: `Added to ${step}` };
    case 'updated':
      return { kind: 'success', words: `Changed in ${step}` };
    case 'deleted':
      return { kind: 'success', words: `Deleted from ${step}` };
    case 'unchanged':
      return { kind: 'skipped', words: `Nothing to write to ${step}` };
    case 'stale':
      return { kind: 'skipped', words: `Older state kept out of ${step}` };
    case 'duplicate':
      return { kind: 'skipped', words: 'Came twice, taken once' };
    case 'echo':
      return { kind: 'skipped', words: 'Own change came back, left out' };
    case 'filtered':
      return { kind: 'skipped', words: `Left out at ${step}` };
    case 'parked':
      return { kind: 'waiting', words: `Waits at ${step}` };
    case 'rejected':
      return { kind: 'failed', words: `Refused at ${step}` };
    case 'dead':
      return { kind: 'failed', words: `Given up at ${step}` };
    case 'superseded':
      return { kind: 'skipped', words: 'A newer state took its place' };
    case 'uncertain':
      return { kind: 'warning', words: `In doubt: ${step} did not answer` };
  }
}

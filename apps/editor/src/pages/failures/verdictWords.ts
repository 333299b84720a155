import type { StatusKind } from '../../parts/Status.tsx';

type Verdict =
  | 'create'
  | 'update'
  | 'match'
  | 'delete'
  | 'archive'
  | 'unchanged'
  | 'superseded'
  | 'filtered'
  | 'parked'
  | 'failed';

/** What a replay would do at a step, as a sentence. */
export function verdictWords(verdict: Verdict, step: string): { kind: StatusKind; words: string } {
  switch (verdict) {
    case 'create':
      return { kind: 'success', words: `Would add a record to ${step}` };
    case 'update':
      return { kind: 'success', words: `Would change the record in ${step}` };
    case 'match':
      return {
        kind: 'success',
        words: `Would be looked for in ${step} first: changed if one record fits, added if none does`,
      };
    case 'delete':
      return { kind: 'success', words: `Would delete the record from ${step}` };
    case 'archive':
      return { kind: 'success', words: `Would mark the record in ${step} as gone` };
    case 'unchanged':
      return { kind: 'skipped', words: `Nothing to do: ${step} holds exactly this already` };
    case 'superseded':
      return { kind: 'skipped', words: `Superseded: ${step} holds a newer state, which stays` };
    case 'filtered':
      return { kind: 'skipped', words: `Would be left out at ${step}` };
    case 'parked':
      return { kind: 'waiting', words: `Would wait at ${step}` };
    case 'failed':
      return { kind: 'failed', words: `Would fail again at ${step}` };
  }
}

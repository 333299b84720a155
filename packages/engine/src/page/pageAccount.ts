import { type Outcome, unhappyOutcomes } from '@syncline/model';
import type {
  DeadLetterWrite,
  LedgerWrite,
  LinkWrite,
  ParkedWrite,
  RecordChange,
  RecordEvent,
  SeenKeys,
} from '../ports.ts';
import { type Counts, createCounts } from './counts.ts';
import type { Resumption } from './resumed.ts';

/** One try of one batch, and the ledger rows it brought: kept should the page not be finished in one go. */
export interface Try {
  id: string;
  /** Recovery has to find out what became of it before the page is tried again: its intent stays. */
  lost: boolean;
  rows: LedgerWrite[];
  /**
   * Records whose answer was lost, as the ledger has to know them should the page end here: the destination may hold
   * another state than the one that was there, so no later change may be taken for "nothing new".
   */
  doubtful: LedgerWrite[];
}

/** Everything a page changes, gathered until all of it is settled at once. */
export interface PageAccount {
  counts: Counts;
  ledger: LedgerWrite[];
  /** False once the guard found an entry for a record of this page. */
  ledgerIsNew: boolean;
  events: RecordEvent[];
  deadLetters: DeadLetterWrite[];
  tries: Try[];
  /** Of a sweep: what it met. */
  seen: SeenKeys[];
  /** Deletes by destination step. */
  deleting: Map<string, number>;
  /** Deletes a person has agreed to, by destination and key: they count for nothing. */
  agreed: Set<string>;
  parked: ParkedWrite[];
  changes: RecordChange[];
  /** Of links: what both sides agreed on. */
  links: LinkWrite[];
  /** Null for what comes for the first time. */
  resumption: Resumption | null;
  /** One record ended at a node. Outcomes that are not plain success leave a line in the record's story. */
  end(node: string, outcome: Outcome, told: Told): void;
  /** As `end`, for outcomes that need no words beyond their name. */
  endQuietly(node: string, outcome: Outcome, key: string, destinationId: string): void;
  /** One record failed for good: it ends, and is kept with what came in. */
  bury(letter: DeadLetterWrite): void;
}

export interface Told {
  key: string | null;
  destinationId: string | null;
  code: string;
  detail: string | null;
}

/** @param resumption of records that are there for a second time. */
export function createPageAccount(resumption: Resumption | null = null): PageAccount {
  const counts = createCounts();
  const events: RecordEvent[] = [];
  const deadLetters: DeadLetterWrite[] = [];

  const end: PageAccount['end'] = (node, outcome, told) => {
    counts.outcome(node, outcome);
    if (unhappyOutcomes.has(outcome)) events.push({ node, outcome, ...told });
  };

  return {
    counts,
    ledger: [],
    ledgerIsNew: true,
    events,
    deadLetters,
    tries: [],
    seen: [],
    deleting: new Map(),
    agreed: new Set(),
    parked: [],
    changes: [],
    links: [],
    resumption,
    end,
    endQuietly: (node, outcome, key, destinationId) => {
      if (unhappyOutcomes.has(outcome))
        end(node, outcome, { key, destinationId, code: outcome, detail: null });
      else counts.outcome(node, outcome);
    },
    bury: (letter) => {
      const { node, outcome, key, destinationId, code, message } = letter;
      deadLetters.push(letter);
      end(node, outcome, { key, destinationId, code, detail: message });
    },
  };
}

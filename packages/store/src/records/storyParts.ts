import type { DataRecord, DeadLetterState, Outcome } from '@syncline/model';

/** What the tables hold of one record's past, each newest first. Whoever tells the story puts them together. */
export interface StoryParts {
  events: StoryEvent[];
  changes: StoryChange[];
  letters: StoryLetter[];
  parked: StoryParked[];
}

interface StoryEvent {
  at: Date;
  runId: string;
  node: string;
  outcome: Outcome;
  code: string;
  detail: string | null;
}

interface StoryChange {
  at: Date;
  runId: string;
  outcome: Outcome;
  /** As it was sent; null = deleted. */
  record: DataRecord | null;
}

interface StoryLetter {
  id: string;
  at: Date;
  runId: string;
  node: string;
  outcome: Outcome;
  code: string;
  message: string;
  field: string | null;
  state: DeadLetterState;
  closedBy: string | null;
  ignoredReason: string | null;
}

interface StoryParked {
  id: string;
  at: Date;
  runId: string;
  state: string;
  decidedBy: string | null;
  decidedAt: Date | null;
  note: string | null;
}

/** Most of each kind that are told. */
export const mostHops = 100;

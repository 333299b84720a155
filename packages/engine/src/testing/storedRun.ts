import type { NodeCounts, TimelineSpan } from '@syncline/model';
import type { RunPart } from '../ports.ts';

/** A run as the store holds it; one row per part. */
export interface StoredRun extends RunPart {
  counts: Record<string, NodeCounts>;
  spans: TimelineSpan[];
  reason: string | null;
  note: string | null;
  workers: string[];
}

type Given = Pick<StoredRun, 'runId' | 'flowId' | 'part' | 'version' | 'feeder' | 'createdAt' | 'low'>;

/** A run nobody has begun. */
export const newRun = (given: Given, more: Partial<StoredRun> = {}): StoredRun => ({
  kind: 'read',
  startedBy: 'manual',
  status: 'queued',
  startedAt: null,
  window: undefined,
  full: false,
  token: null,
  pages: 0,
  read: 0,
  deadCount: 0,
  tries: 0,
  resumesAt: null,
  cancelRequested: false,
  recoveries: 0,
  deletesApproved: false,
  deletesRefused: false,
  counts: {},
  spans: [],
  reason: null,
  note: null,
  workers: [],
  ...given,
  ...more,
});

import type { RawPage } from '../page/preparePage.ts';
import type { RunWork } from './runWork.ts';

/** Where records wait until a rolling run takes them on: the inbox of a feeder that listens, or what a checkpoint keeps. */
export interface Queue {
  /** The feeder, or the checkpoint whose way out they leave by. */
  node: string;
  kind: 'live' | 'release';
  /** First line of a new run. */
  words: string;
  /** What has gathered, to be made a page of once there is a run for it; null when nothing has. */
  take(): Promise<((work: RunWork) => RawPage) | null>;
  /** When something goes on by itself; null = nothing waits for a time. */
  nextDue(): Promise<Date | null>;
}

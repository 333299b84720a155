import type { PartJob } from '@syncline/engine';
import type { PgBoss } from 'pg-boss';
import type { Queryable } from '../database/queryable.ts';
import { dbOf, partName, queueName } from './queue.ts';
import { wakeParts } from './wakeParts.ts';

export interface EnqueueOptions {
  startAfter?: Date;
  priority?: number;
}

/**
 * Says that there is work for these parts, inside the caller's transaction when `db` is one. A part that has a waiting
 * job keeps that one. A job for later has a key of its own, so it never stands in the way of one for now.
 */
export async function enqueueParts(
  boss: PgBoss,
  db: Queryable,
  parts: PartJob[],
  options: EnqueueOptions = {},
): Promise<void> {
  if (parts.length === 0) return;
  const later = options.startAfter !== undefined && options.startAfter.getTime() > Date.now();
  const jobs = parts.map((part) => ({
    data: { flowId: part.flowId, part: part.part },
    group: { id: partName(part) },
    singletonKey: later
      ? `${partName(part)}@${Math.ceil((options.startAfter?.getTime() ?? 0) / 1000)}`
      : partName(part),
    ...(later ? { startAfter: options.startAfter } : {}),
    ...(options.priority === undefined ? {} : { priority: options.priority }),
  }));
  await boss.insert(queueName, jobs, { db: dbOf(db), returnId: false });
  if (!later) await wakeParts(db, parts);
}

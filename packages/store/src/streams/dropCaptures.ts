import type { Queryable } from '../database/queryable.ts';
import type { ActivePlan } from '../flows/activePlan.ts';

/** A row of `stream` as far as it matters when its flow changes. */
export interface HeldStream {
  node: string;
  type: string;
  captures: boolean;
  capture_id: string;
  epoch: number;
}

/** Streams of a flow, locked: their captures wait with whatever they were about to write. */
export async function lockStreams(db: Queryable, flowId: string): Promise<HeldStream[]> {
  const found = await db.query<HeldStream>({
    text: `select node, type, captures, capture_id, epoch from syncline.stream where flow_id = $1 order by node for update`,
    values: [flowId],
  });
  return found.rows;
}

// The process that still captures hears of it with its next heartbeat, and what is in use can't be removed at the source.
const text = `
  insert into syncline.dropped_capture (type, capture_id, config, connection_id, next_try)
  values ($1, $2, $3, $4, now() + interval '10 seconds')`;

/** Remembers what captures own at their sources, to be removed there. One that nobody ever held owns nothing. */
export async function dropCaptures(
  db: Queryable,
  streams: readonly HeldStream[],
  before: ActivePlan | null,
): Promise<void> {
  for (const { node, type, captures, capture_id, epoch } of streams) {
    if (!captures || epoch === 0) continue;
    const step = before?.plan.steps.find((each) => each.node === node);
    const connection = step?.connection ?? null;
    const connectionId = connection === null ? null : (before?.bindings[connection] ?? null);
    await db.query({ text, values: [type, capture_id, JSON.stringify(step?.config ?? {}), connectionId] });
  }
}

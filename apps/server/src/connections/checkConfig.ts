import type { Connector, checkReplySchema } from '@syncline/model';
import type * as z from 'zod';
import { type ConnectionDoor, explainFailure } from './connectionDoor.ts';

export type CheckReply = z.infer<typeof checkReplySchema>;

const limitMs = 10_000;

/** Signs in with a config and says who we are and what is there, or what is wrong. Never throws for the system's sake. */
export async function checkConfig(
  connector: Connector | undefined,
  config: Record<string, unknown>,
  door: ConnectionDoor,
): Promise<CheckReply> {
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  const check = connector?.check;
  if (!check)
    return { ok: true, summary: 'There is nothing to check.', problem: null, warnings: [], tookMs: took() };
  try {
    const { ok, summary, problem, warnings } = await door.withConfig(config, limitMs, (context) =>
      check.call(connector, context),
    );
    return { ok, summary, problem: problem ?? null, warnings: warnings ?? [], tookMs: took() };
  } catch (error) {
    const problem = explainFailure(error);
    return { ok: false, summary: problem.title, problem, warnings: [], tookMs: took() };
  }
}

import type { Connector, SyncError as Failure } from '@syncline/model';
import { parseNodeConfig, SyncError } from '@syncline/model';

/** A node's config as the engine hands it over: parsed by the node's own definition. */
export function parsedConfig(
  connector: Connector,
  type: string,
  saved: Record<string, unknown>,
): Record<string, unknown> {
  const definition = connector.nodes.find((node) => node.type === type);
  if (!definition) throw new Error(`no node ${type}`);
  const parsed = parseNodeConfig(definition, saved);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.config;
}

/** The SyncError some work ends with; anything else fails the test. */
export async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const thrown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof SyncError)) throw new Error('it did not fail as it should', { cause: thrown });
  return thrown;
}

/** Small seeded generator, so that a failure can be run again. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}

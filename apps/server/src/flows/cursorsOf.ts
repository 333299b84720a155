import { asks, canonicalJson, type Plan } from '@syncline/model';
import { digest } from './digest.ts';

export type CursorChoices = Readonly<Record<string, 'keep' | 'reload' | 'from-now'>>;

/** When something is asked does not change what is asked. */
const timing: ReadonlySet<string> = new Set(['cron', 'timezone', 'check']);

/**
 * By feeder that can be asked: what it asks of which system, as a hash, and what a person chose for its cursor. Where the
 * hash is another than that of the version before, the cursor may stand for a question nobody asks any more.
 */
export function cursorsOf(
  plan: Plan,
  bindings: Readonly<Record<string, string>>,
  choices: CursorChoices = {},
): Record<string, { queryHash: string; choice?: CursorChoices[string] }> {
  return Object.fromEntries(
    plan.steps
      .filter(({ role }) => asks(role))
      .map(({ node, type, config, connection }) => {
        const asked = Object.entries(config).filter(([name]) => !timing.has(name));
        const system = connection === null ? null : (bindings[connection] ?? null);
        const queryHash = digest(canonicalJson({ type, config: Object.fromEntries(asked), system }));
        const choice = Object.hasOwn(choices, node) ? choices[node] : undefined;
        return [node, { queryHash, ...(choice === undefined ? {} : { choice }) }];
      }),
  );
}

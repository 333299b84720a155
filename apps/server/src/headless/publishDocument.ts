import { asks, canonicalJson, type FlowDocument, type Plan } from '@syncline/model';
import type { StoredFlow } from '@syncline/store';
import { digest } from '../flows/digest.ts';
import { publishDraft, refuse } from '../flows/publishDraft.ts';
import { ArgumentError } from './argumentError.ts';
import type { Workshop } from './openWorkshop.ts';

/**
 * Publishes a document as the flow it was last time: the one of the same name with the same connections. Its ledger and
 * cursor are kept, so what was written before is known. Other connections make another flow: its ledger would else say of
 * one system what another holds. The version stays when neither logic nor systems have changed.
 *
 * @throws ApiError flow.invalid or connection.missing with every reason.
 */
export async function publishDocument(
  { runtime: { store }, tools }: Workshop,
  document: FlowDocument,
  bindings: Record<string, string>,
): Promise<{ flow: StoredFlow; plan: Plan }> {
  const setting = `cli flow ${digest(canonicalJson({ name: document.name, bindings }))}`;
  const known = await store.settings.get(setting);
  const before = typeof known === 'string' ? await findFlow(store.flows, known) : null;
  const { plan, diagnostics } = await tools.compiler.compile({
    flowId: before?.id ?? null,
    document,
    bindings,
  });
  if (plan === null) throw refuse(diagnostics);
  const draft = { document, bindings, triggers: [], problems: 0 };
  const flow = before
    ? await store.flows.saveDraft(before.id, { ...draft, etag: null })
    : await store.flows.insert(draft);
  await store.settings.set(setting, flow.id);
  const published = flow.version === null ? null : await store.flows.version(flow.id);
  if (published?.plan.hash !== plan.hash)
    await publishDraft({ store, ...tools }, flow, 'Run from the command line', {
      schedules: false,
      // Nobody is there to ask. Reading all again costs time; going on from an old question's cursor would cost records.
      cursors: Object.fromEntries(plan.feeders.map((feeder) => [feeder, 'reload'])),
    });
  return { flow, plan };
}

async function findFlow(
  flows: { get(id: string): Promise<StoredFlow> },
  id: string,
): Promise<StoredFlow | null> {
  try {
    return await flows.get(id);
  } catch (error) {
    // Somebody deleted it in the editor.
    if (error instanceof Error && Reflect.get(error, 'code') === 'not-found') return null;
    throw error;
  }
}

/** @throws ArgumentError when there is nothing to run, or no such step. */
export function chooseFeeders({ steps }: Plan, wanted: string | undefined): string[] {
  const feeders = steps.filter(({ role }) => asks(role)).map(({ node }) => node);
  if (feeders.length === 0)
    throw new ArgumentError(
      'This flow only listens for webhooks: there is nothing to run. "syncline start" serves it.',
    );
  if (wanted === undefined) return feeders;
  if (feeders.includes(wanted)) return [wanted];
  throw new ArgumentError(
    `--feeder ${wanted}: there is no such step to read from. There is: ${feeders.join(', ')}.`,
  );
}

import {
  type ActiveFlow,
  asksForMatches,
  compileOperators,
  createContentText,
  type EnginePorts,
  guard,
  type Item,
  type LedgerEntry,
  needsMatch,
  type StepResult,
} from '@syncline/engine';
import {
  type Change,
  type DataRecord,
  type Destination,
  describeError,
  type dryRunSchema,
  type Outcome,
  type PlanStep,
} from '@syncline/model';
import type { LetterWithOrigin } from '@syncline/store';
import type * as z from 'zod';
import { ApiError } from '../http/problem.ts';

export type DryRun = z.infer<typeof dryRunSchema>;
export type DeletePolicy = NonNullable<Parameters<typeof guard>[2]['deletes']>;
type DryResult = DryRun['results'][number];

export interface DryRunner {
  /**
   * What a replay would do now: the record goes through the published steps, and the guard is asked at each destination
   * it reaches. Nothing is written and no system is asked.
   *
   * @param input in place of the kept edit, or of what came in.
   * @throws ApiError conflict.state for input that never became a record, flow.not-published.
   */
  dryRun(letter: LetterWithOrigin, input?: Record<string, unknown>): Promise<DryRun>;
}

export interface DryRunnerParts extends Pick<EnginePorts, 'expressions' | 'now' | 'digest'> {
  loadFlow: (flowId: string) => Promise<ActiveFlow | null>;
  readLedger: (destinationId: string, keys: string[]) => Promise<ReadonlyMap<string, LedgerEntry>>;
  destination: (type: string) => Destination | undefined;
}

export function createDryRunner(parts: DryRunnerParts): DryRunner {
  return {
    async dryRun({ letter, origin }, input) {
      if (origin === null)
        throw new ApiError('conflict.state', {
          detail: 'This input never became a record, so there is nothing to run. Mend it at the source.',
        });
      const flow = await parts.loadFlow(letter.flowId);
      if (flow === null) throw new ApiError('flow.not-published');
      if (!flow.plan.feeders.includes(origin.feeder) && !isCheckpoint(flow, origin.feeder))
        throw new ApiError('conflict.state', {
          detail: `The step ${origin.feeder} is no longer in the published version.`,
        });
      // Kept as JSON, so it is as it came in.
      const record = (input ?? letter.edited ?? letter.input) as DataRecord;
      const change: Change = { ...origin.change, key: origin.sourceKey, record };
      const operators = compileOperators({
        plan: flow.plan,
        now: parts.now,
        expressions: parts.expressions,
      });
      // As a replay begins: a record that failed behind a checkpoint goes on from there.
      const steps = await operators.resume(origin.feeder, [
        { place: 0, key: origin.change.key, change, record },
      ]);
      const results: DryResult[] = [];
      for (const step of flow.plan.steps) {
        const result = steps.get(step.node);
        if (result !== undefined)
          results.push(...(await resultsOf(parts, flow, step, result, origin.feeder)));
      }
      return { results };
    },
  };
}

const isCheckpoint = ({ plan }: ActiveFlow, node: string): boolean =>
  plan.steps.some((step) => step.node === node && step.role === 'checkpoint');

async function resultsOf(
  parts: DryRunnerParts,
  flow: ActiveFlow,
  step: PlanStep,
  result: StepResult,
  feeder: string,
): Promise<DryResult[]> {
  const results: DryResult[] = [
    ...result.failed.map(({ item, code, field, message }) => ({
      ...said(step, 'failed', item.record),
      code,
      field,
      message,
    })),
    ...result.filtered.map((item) => said(step, 'filtered', item.record)),
  ];
  const ends = step.role === 'destination' || (step.role === 'checkpoint' && step.node !== feeder);
  if (!ends) return results;
  for (const item of result.kept ?? result.input) results.push(await judge(parts, flow, step, item));
  return results;
}

async function judge(
  parts: DryRunnerParts,
  flow: ActiveFlow,
  step: PlanStep,
  item: Item,
): Promise<DryResult> {
  const { change, key, record } = item;
  if (key === '') return { ...said(step, 'failed', record), ...failure('source.no-key') };
  const destinationId = flow.destinationIds[step.node];
  const held =
    destinationId === undefined ? undefined : (await parts.readLedger(destinationId, [key])).get(key);
  if (item.holds !== undefined) return said(step, crosses(item, held) ? 'parked' : 'filtered', record);
  const decision = guard(
    {
      op: change.op,
      version: change.version,
      receivedMs: Date.parse(change.receivedTs) || 0,
      hash: change.op === 'delete' ? '' : parts.digest(createContentText()(record)),
    },
    held,
    {
      // No run has this id: nothing of the ledger is its own.
      runId: '0',
      atMostOnce: step.config.whenLost === 'at-most-once',
      wholeState: parts.destination(step.type)?.wholeState?.(step.config) ?? false,
      deletes: deletePolicy(step),
    },
  );
  if (decision.act === 'settle') return settled(step, decision.outcome, record);
  if (step.role === 'checkpoint') return said(step, 'parked', record);
  if (change.op === 'delete')
    return step.config.deletes === 'archive'
      ? said(step, 'archive', markOf(step))
      : said(step, 'delete', record);
  if (looksFirst(parts, step, change, held)) return said(step, 'match', record);
  return said(step, 'known' in decision && decision.known ? 'update' : 'create', record);
}

/** Whether the destination would be asked before anything is sent. Here it is not: a dry run asks no system. */
function looksFirst(
  parts: DryRunnerParts,
  step: PlanStep,
  { op }: Change,
  held: LedgerEntry | undefined,
): boolean {
  const destination = parts.destination(step.type);
  if (destination === undefined || !asksForMatches(destination, step)) return false;
  return needsMatch({ op }, held, deletePolicy(step));
}

/** As the engine reads it; a checkpoint takes deletes as what they are. */
export function deletePolicy({ role, config: { deletes = 'ignore' } }: PlanStep): DeletePolicy {
  if (role === 'checkpoint') return 'delete';
  return deletes === 'ignore' || deletes === 'archive' || deletes === 'unlink' ? deletes : 'delete';
}

/** The one field an archived record is told, as the step has it: `$now` stands for the time of the delete. */
const markOf = ({ config: { archiveField, archiveValue } }: PlanStep): DataRecord =>
  typeof archiveField === 'string' ? { [archiveField]: (archiveValue ?? true) as DataRecord[string] } : {};

/** A condition that was not true for the record has become true. A replay is nobody's first sight of it. */
const crosses = ({ holds }: Item, held: LedgerEntry | undefined): boolean =>
  holds === true && held !== undefined && held.state !== 'tombstone' && held.hash === 'f';

function settled(step: PlanStep, outcome: Outcome, record: DataRecord): DryResult {
  switch (outcome) {
    case 'stale':
    case 'superseded':
      return {
        ...said(step, 'superseded', record),
        message: 'Something newer was written since, so it is left out.',
      };
    case 'filtered':
      return said(step, 'filtered', record);
    case 'uncertain':
      return { ...said(step, 'failed', record), ...failure('destination.unknown') };
    default:
      return said(step, 'unchanged', record);
  }
}

const said = (step: PlanStep, verdict: DryResult['verdict'], record: DataRecord): DryResult => ({
  node: step.node,
  title: step.title,
  verdict,
  record: { ...record },
  code: null,
  message: null,
  field: null,
});

const failure = (code: string) => ({ code, message: describeError(code).title });

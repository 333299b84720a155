import { balanceGroup, type NodeCounts, outcomes } from '@syncline/model';
import { useContext } from 'react';
import { useCheck, useDoc, useOpenFlow, useRun } from '../flow/FlowContext.tsx';
import { formatCount } from '../parts/format.ts';
import { nodeFigures } from '../runs/nodeFigures.ts';
import { type StepLook, stepLook } from '../runs/stepLook.ts';
import { PausedContext } from './CanvasContext.tsx';
import { definitionsOf, isBranch, waysOf } from './definitions.ts';
import { nextOf, orderOf } from './flowOrder.ts';
import { stepFact, stepHow } from './stepFact.ts';

/** How a step looks and what its set-up is; renders again only when that step changes. */
export function useStepLook(name: string): StepLook & { subtitle: string; fact: string } {
  const { catalogue } = useOpenFlow();
  const node = useDoc((state) => state.document.nodes[name]);
  const entry = definitionsOf(catalogue).entry(node?.type ?? '');
  const look = stepLook(name, node, entry);
  const how = stepHow(node, entry);
  const system = entry?.system ?? (entry && look.title !== entry.title ? entry.title : '');
  const subtitle = [system, how].filter((part) => part !== '').join(', ');
  return {
    ...look,
    subtitle: subtitle || (entry ? entry.title : 'Unknown step'),
    fact: stepFact(node, entry),
  };
}

/** Category and icon only, for a step seen from far away. */
export function useStepKind(name: string): Pick<StepLook, 'category' | 'icon'> {
  const { catalogue } = useOpenFlow();
  const type = useDoc((state) => state.document.nodes[name]?.type ?? '');
  return stepLook(name, { type, version: 1, config: {} }, definitionsOf(catalogue).entry(type));
}

/** Ways in and out, and whether the ways out are drawn as rows. */
export function useStepPorts(name: string): { inlet: boolean; rows: boolean; ports: string[] } {
  const { catalogue } = useOpenFlow();
  // Joined to one text: a selector must not give a new list each time.
  const text = useDoc(({ document }) => {
    const definitions = definitionsOf(catalogue);
    const ways = waysOf(document, name, definitions);
    return [ways.in > 0 ? 'in' : '', isBranch(document, name, definitions) ? 'rows' : '', ...ways.out].join(
      '|',
    );
  });
  const [inlet, rows, ...ports] = text.split('|');
  return { inlet: inlet === 'in', rows: rows === 'rows', ports };
}

export const useStepErrors = (name: string): number =>
  useCheck(({ byNode }) => byNode[name]?.filter(({ severity }) => severity === 'error').length ?? 0);

export interface StepProblems {
  errors: number;
  warnings: number;
  /** The first in words, the worst first. */
  first: string;
}

export function useStepProblems(name: string): StepProblems {
  const list = useCheck((state) => state.byNode[name]);
  if (!list || list.length === 0) return { errors: 0, warnings: 0, first: '' };
  const errors = list.filter(({ severity }) => severity === 'error');
  return {
    errors: errors.length,
    warnings: list.length - errors.length,
    first: (errors[0] ?? list[0])?.title ?? '',
  };
}

export type StepState = 'idle' | 'running' | 'done' | 'failed' | 'waiting' | 'paused' | 'skipped';

export interface StepRun {
  state: StepState;
  /** The figure at the foot: "24 on". Empty while there is no run to tell of. */
  line: string;
  failed: number;
  waiting: number;
  startedAt: string | null;
  /** Share of what was read that this step has dealt with, 0 to 1. */
  share: number;
}

/** What the newest run did at a step. Scalars only, so a card renders again only when its own figures change. */
export function useStepRun(name: string, category: StepLook['category']): StepRun {
  const kept = useContext(PausedContext);
  const status = useRun((state) => state.status);
  const startedAt = useRun((state) => state.startedAt);
  const text = useRun((state) => {
    if (state.runId === null) return '';
    const counts = state.counts[name];
    const { line, failed, active } = nodeFigures(category, counts);
    const over = state.status !== 'running' && state.status !== 'queued' && state.status !== 'backoff';
    const share = over ? 1 : shareOf(counts, state.counts);
    return [active ? line : '', failed, waitingOf(counts), share.toFixed(2), active ? 1 : 0].join('|');
  });
  const [line = '', failed = '0', waiting = '0', share = '0', active = '0'] = text.split('|');
  const feeder = category === 'trigger' || category === 'schedule';
  const figures = { line, failed: Number(failed), waiting: Number(waiting), startedAt, share: Number(share) };
  if (kept !== null && feeder) {
    const words = category === 'trigger' && kept > 0 ? `${formatCount(kept)} kept` : 'Paused';
    return { ...figures, line: words, state: 'paused' };
  }
  if (text === '') return { ...figures, state: 'idle' };
  return { ...figures, state: stateOf(status, active === '1', figures) };
}

function stateOf(
  status: string | null,
  active: boolean,
  { failed, waiting, line }: { failed: number; waiting: number; line: string },
): StepState {
  if (!active)
    return status === 'running' || status === 'queued' || status === 'backoff' || status === 'paused'
      ? 'idle'
      : 'skipped';
  if (status === 'running') return 'running';
  if (status === 'failed' && failed > 0) return 'failed';
  if (waiting > 0) return 'waiting';
  return line === '' ? 'idle' : 'done';
}

function waitingOf(counts: NodeCounts | undefined): number {
  if (!counts) return 0;
  return outcomes
    .filter((outcome) => balanceGroup(outcome) === 'waiting')
    .reduce((sum, outcome) => sum + (counts.outcomes[outcome] ?? 0), 0);
}

function shareOf(counts: NodeCounts | undefined, all: Record<string, NodeCounts>): number {
  if (!counts) return 0;
  const most = Math.max(1, ...Object.values(all).map(({ in: entered, out }) => Math.max(entered, out)));
  return Math.min(1, Math.max(counts.in, counts.out) / most);
}

/** "Map fields, step 2 of 3, 1 problem, goes to Customers table". */
export function useStepName(name: string): string {
  const { catalogue } = useOpenFlow();
  const errors = useStepErrors(name);
  return useDoc(({ document }) => {
    const definitions = definitionsOf(catalogue);
    const titleOf = (step: string) => {
      const node = document.nodes[step];
      return stepLook(step, node, definitions.entry(node?.type ?? '')).title;
    };
    const order = orderOf(document);
    const next = nextOf(document, name).map(titleOf);
    const parts = [titleOf(name), `step ${(order.at.get(name) ?? 0) + 1} of ${order.names.length}`];
    if (errors > 0) parts.push(errors === 1 ? '1 problem' : `${errors} problems`);
    if (next.length > 0) parts.push(`goes to ${next.join(' and ')}`);
    return parts.join(', ');
  });
}

import { cut } from '../flow/edits.ts';
import type { OpenFlow } from '../flow/FlowContext.tsx';
import { placeOf } from './flowNodes.ts';

/** Copies steps with the arrows among them, moved by `by`; gives the new names. */
export function duplicateSteps(
  doc: OpenFlow['doc'],
  names: readonly string[],
  by: [number, number],
): string[] {
  const { document, paste } = doc.getState();
  const steps = names.filter((name) => document.nodes[name]);
  if (steps.length === 0) return [];
  const places = steps.map((name) => placeOf(document, name));
  const left = Math.min(...places.map(({ x }) => x));
  const top = Math.min(...places.map(({ y }) => y));
  return paste(cut(document, steps), [left + by[0], top + by[1]]);
}

import type { OpenFlow } from '../flow/FlowContext.tsx';
import { stepLook } from '../runs/stepLook.ts';
import { definitionsOf } from './definitions.ts';

/** What a step is called on screen at this moment. */
export function titleOf({ doc, catalogue }: Pick<OpenFlow, 'doc' | 'catalogue'>, name: string): string {
  const node = doc.getState().document.nodes[name];
  return stepLook(name, node, definitionsOf(catalogue).entry(node?.type ?? '')).title;
}

import type { Catalogue, FlowDocument } from '@syncline/model';
import { definitionsOf } from './definitions.ts';

/**
 * The step can be asked for all it has: on a schedule, or beside hearing every change. As `asks` of the model, which would
 * bring its schemas into the first script.
 */
export function isAskable(catalogue: Catalogue, document: FlowDocument, name: string): boolean {
  const role = definitionsOf(catalogue).entry(document.nodes[name]?.type ?? '')?.role;
  return role === 'schedule' || role === 'sync';
}

import { compileFlow } from '@syncline/compiler';
import type { Diagnostic } from '@syncline/model';
import { digest } from '../flows/digest.ts';
import { createNodeTypes } from '../flows/nodeTypes.ts';

/** Everything that can be said of a document without any system at hand: nothing is bound, no schema known. */
export function validateDocument(document: unknown): Diagnostic[] {
  const { definition } = createNodeTypes();
  return compileFlow(document, { definition, schemas: {}, digest }).diagnostics;
}

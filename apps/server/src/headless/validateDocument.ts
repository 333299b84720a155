import { compileFlow } from '@syncline/compiler';
import type { Diagnostic } from '@syncline/model';
import { digest } from '../flows/digest.ts';
import { createNodeTypes } from '../flows/nodeTypes.ts';
import { isTemplate } from './keepDocument.ts';

/**
 * Everything that can be said of a document, or of the one in a template, without any system at hand: nothing is bound,
 * no schema known.
 */
export function validateDocument(content: unknown): Diagnostic[] {
  const { definition } = createNodeTypes();
  const document = isTemplate(content) ? content.document : content;
  return compileFlow(document, { definition, schemas: {}, digest }).diagnostics;
}

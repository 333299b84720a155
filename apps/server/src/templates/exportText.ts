import { type Catalogue, canonicalJson, type FlowDocument } from '@syncline/model';
import { exportTemplate } from '@syncline/templates';
import { nodeFacts } from './nodeFacts.ts';
import { templateIdOf } from './templateIdOf.ts';

/**
 * A draft as text for Git, or as a template for others: that one without secrets, remarks and names of connections. Keys
 * are sorted, so that two exports of one flow differ only where the flow does, and indented, so that people can read it.
 */
export function exportText(
  document: FlowDocument,
  as: 'document' | 'template',
  catalogue: Catalogue,
): { fileName: string; text: string } {
  const id = templateIdOf(document.name);
  const content =
    as === 'document'
      ? document
      : exportTemplate(
          document,
          { id, title: document.name, summary: (document.description ?? '').slice(0, 400) },
          nodeFacts(catalogue),
        );
  return {
    fileName: `${id}.${as === 'document' ? 'flow' : 'template'}.json`,
    text: `${JSON.stringify(JSON.parse(canonicalJson(content)), null, 2)}\n`,
  };
}

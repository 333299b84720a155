import { exportText } from '../templates/exportText.ts';
import type { Workshop } from './openWorkshop.ts';

/** The draft of a flow as text. @throws StoreError not-found. */
export async function exportDocument(
  { runtime: { store }, tools: { nodeTypes } }: Workshop,
  id: string,
  as: 'document' | 'template',
): Promise<string> {
  const { document } = await store.flows.get(id);
  return exportText(document, as, nodeTypes.catalogue).text;
}

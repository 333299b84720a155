import { type FlowDocument, flowDocumentSchema, templateSchema } from '@syncline/model';
import { createDraft } from '../flows/createDraft.ts';
import { invalidRequest } from '../http/problem.ts';
import type { Workshop } from './openWorkshop.ts';

/** Keeps a document (or the one inside a template) as a draft. @throws ApiError request.invalid. */
export async function keepDocument(
  { runtime: { store }, tools }: Workshop,
  content: unknown,
): Promise<{ id: string; name: string; problems: number }> {
  return createDraft({ store, ...tools }, readDocument(content));
}

/** @throws ApiError request.invalid naming each wrong field. */
export function readDocument(content: unknown): FlowDocument {
  const isTemplate = typeof content === 'object' && content !== null && 'document' in content;
  const parsed = isTemplate ? templateSchema.safeParse(content) : flowDocumentSchema.safeParse(content);
  if (!parsed.success) throw invalidRequest(isTemplate ? 'template' : 'document', parsed.error);
  return 'document' in parsed.data ? parsed.data.document : parsed.data;
}

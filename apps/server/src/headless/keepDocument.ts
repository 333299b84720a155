import { type FlowDocument, flowDocumentSchema, templateSchema } from '@syncline/model';
import { loadTemplates } from '@syncline/templates';
import { createDraft } from '../flows/createDraft.ts';
import { invalidRequest } from '../http/problem.ts';
import { keepTemplate } from '../templates/keepTemplate.ts';
import type { Workshop } from './openWorkshop.ts';

export interface Kept {
  as: 'draft' | 'template';
  id: string;
  name: string;
  /** Errors that keep a draft from being published. */
  problems: number;
}

/** Keeps a document as a draft, or a template in the gallery. @throws ApiError request.invalid, conflict.name. */
export async function keepDocument({ runtime: { store }, tools }: Workshop, content: unknown): Promise<Kept> {
  if (isTemplate(content)) {
    const parsed = templateSchema.safeParse(content);
    if (!parsed.success) throw invalidRequest('template', parsed.error);
    const { id, title } = parsed.data;
    await keepTemplate({ shipped: loadTemplates(), kept: store.templates }, parsed.data);
    return { as: 'template', id, name: title, problems: 0 };
  }
  const { id, name, problems } = await createDraft({ store, ...tools }, readDocument(content));
  return { as: 'draft', id, name, problems };
}

/**
 * The flow document of a file: the file itself, or what a template carries as its document.
 *
 * @throws ApiError request.invalid naming each wrong field.
 */
export function readDocument(content: unknown): FlowDocument {
  const parsed = flowDocumentSchema.safeParse(isTemplate(content) ? content.document : content);
  if (!parsed.success) throw invalidRequest('document', parsed.error);
  return parsed.data;
}

/** A template carries its flow as `document`, a name no flow document has. */
export function isTemplate(content: unknown): content is { document: unknown } {
  return typeof content === 'object' && content !== null && Object.hasOwn(content, 'document');
}

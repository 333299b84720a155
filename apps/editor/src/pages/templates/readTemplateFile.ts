import { type FlowDocument, flowDocumentSchema, type Template, templateSchema } from '@syncline/model';

/**
 * What a file that was exported holds. Loaded with the first file: the parser is heavier than the gallery.
 *
 * @throws Error that says what is wrong with the file.
 */
export function readTemplateFile(
  name: string,
  text: string,
): { document: FlowDocument } | { template: Template } {
  const given = parseJson(text);
  const document = flowDocumentSchema.safeParse(given);
  if (document.success) return { document: document.data };
  const template = templateSchema.safeParse(given);
  if (template.success) return { template: template.data };
  const issue = template.error.issues[0];
  throw new Error(
    `${name} is neither a template nor a flow. ${issue ? `${issue.path.join('.')}: ${issue.message}` : ''}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error('The file is not JSON. Choose one that was exported from Syncline.', { cause });
  }
}

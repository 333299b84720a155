import { flowRoutes, templateRoutes } from 'virtual:contract';
import { flowDocumentSchema, templateSchema } from '@syncline/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { call } from '../../api/client.ts';
import { showToast } from '../../parts/toast.ts';

/** Takes a file: a template joins the gallery; a plain flow document opens as a new draft. */
export function useImportTemplate(onTemplate: (id: string) => void) {
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (file: File) => {
      const given = parseJson(await file.text());
      const document = flowDocumentSchema.safeParse(given);
      if (document.success)
        return { flow: await call(flowRoutes.createFlow, { body: { document: document.data } }) };
      const template = templateSchema.safeParse(given);
      if (!template.success) {
        const issue = template.error.issues[0];
        throw new Error(
          `${file.name} is neither a template nor a flow. ${issue ? `${issue.path.join('.')}: ${issue.message}` : ''}`,
        );
      }
      return { template: await call(templateRoutes.importTemplate, { body: template.data }) };
    },
    onSuccess: ({ flow, template }) => {
      void queries.invalidateQueries({ queryKey: ['templates'] });
      if (flow) navigate(`/flows/${flow.id}`);
      if (template) {
        showToast({ title: `Imported ${template.title}` });
        onTemplate(template.id);
      }
    },
    onError: (error) => showToast({ title: error.message, kind: 'failed' }),
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error('The file is not JSON. Choose one that was exported from Syncline.', { cause });
  }
}

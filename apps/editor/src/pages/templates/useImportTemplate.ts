import { flowRoutes, templateRoutes } from 'virtual:contract';
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
      const { readTemplateFile } = await import('./readTemplateFile.ts');
      const read = readTemplateFile(file.name, await file.text());
      if ('document' in read) return { flow: await call(flowRoutes.createFlow, { body: read }) };
      return { template: await call(templateRoutes.importTemplate, { body: read.template }) };
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

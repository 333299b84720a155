import { flowRoutes, templateRoutes } from 'virtual:contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { call } from '../api/client.ts';
import { showToast } from '../parts/toast.ts';

/** Templates, shipped and shared. */
export function useTemplates() {
  return useQuery({
    queryKey: ['templates'],
    queryFn: ({ signal }) => call(templateRoutes.listTemplates, { signal }),
  });
}

/** Makes a draft of a template and opens it. */
export function useUseTemplate() {
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call(templateRoutes.useTemplate, { params: { id }, body: {} }),
    onSuccess: (flow) => {
      void queries.invalidateQueries({ queryKey: ['flows'] });
      navigate(`/flows/${flow.id}`);
    },
    onError: (error) => showToast({ title: error.message, kind: 'failed' }),
  });
}

/** Draft, publish and run in one go: the first feeder that asks runs at once, and its run opens. */
export function useRunTemplate() {
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) => {
      const draft = await call(templateRoutes.useTemplate, { params: { id }, body: {} });
      await call(flowRoutes.publishFlow, { params: { id: draft.id }, body: {} });
      return call(flowRoutes.runFlow, { params: { id: draft.id }, body: {} });
    },
    onSuccess: (run) => navigate(`/runs/${run.id}`),
    onError: (error) => showToast({ title: error.message, kind: 'failed' }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['flows'] }),
  });
}

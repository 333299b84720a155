import { systemRoutes } from 'virtual:contract';
import type { CatalogueNode } from '@syncline/model';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from '../api/client.ts';

/** The catalogue does not change while the server runs. */
export function useCatalogue() {
  return useQuery({
    queryKey: ['catalogue'],
    queryFn: ({ signal }) => call(systemRoutes.getCatalogue, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Step types by name; empty until the catalogue is there. */
export function useStepTypes(): ReadonlyMap<string, CatalogueNode> {
  const { data } = useCatalogue();
  return useMemo(() => new Map(data?.nodes.map((node) => [node.type, node])), [data]);
}

import { flowRoutes } from 'virtual:contract';
import { type DataRecord, edgePort, type Preview } from '@syncline/model';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from '../api/client.ts';
import { useCheck, useOpenFlow } from '../flow/FlowContext.tsx';
import { checkedDocument } from './checkedDocument.ts';
import { edgesInto, partText } from './stepPlace.ts';

const sampleLimit = 25;

const previewOf = (flowId: string, node: string, part: string) => ({
  queryKey: ['preview', flowId, node, part],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    call(flowRoutes.previewFlow, { params: { id: flowId }, body: { node, limit: sampleLimit }, signal }),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
  placeholderData: keepPreviousData<Preview>,
});

/**
 * Real records through the draft up to a step. Read again when the logic before it changed and was checked: the
 * server previews the saved draft, and the check follows the save.
 */
export function usePreview(name: string, enabled: boolean) {
  const open = useOpenFlow();
  // Draws again once a check is back; the document below is the one it was about.
  useCheck((check) => check.diagnostics);
  const document = checkedDocument(open);
  const part = useMemo(() => partText(document, name, 'upTo'), [document, name]);
  return useQuery({ ...previewOf(open.flowId, name, part), enabled });
}

export interface Samples {
  records: readonly { key: string | null; record: DataRecord }[];
  loading: boolean;
  error: Error | null;
  from: string;
  refetch: () => void;
}

/**
 * Records that reach a step, as what the steps before it put out. Not the preview of the step itself: that one is
 * refused while the step has a problem, which is just when its samples are needed.
 */
export function useSamples(name: string): Samples {
  const open = useOpenFlow();
  useCheck((check) => check.diagnostics);
  const document = checkedDocument(open);
  const edges = useMemo(() => edgesInto(document, name), [document, name]);
  const previews = useQueries({
    queries: edges.map(([from]) => previewOf(open.flowId, from, partText(document, from, 'upTo'))),
    combine: (all) => ({
      data: all.map((one) => one.data),
      stamp: all.map((one) => one.dataUpdatedAt).join(),
      loading: all.some((one) => one.isLoading),
      error: all.find((one) => one.error !== null)?.error ?? null,
      refetch: () => {
        for (const one of all) void one.refetch();
      },
    }),
  });
  const { data, stamp, loading, error, refetch } = previews;
  const records = useMemo(
    () =>
      edges
        .flatMap((edge, index) =>
          (data[index]?.output ?? []).filter(
            (one) => one.op === 'upsert' && (one.port === edgePort(edge) || edge[2] === undefined),
          ),
        )
        .slice(0, sampleLimit)
        // The route's reply says `unknown` for values that travelled as JSON, which is what a record holds.
        .map(({ key, record }) => ({ key, record: record as DataRecord })),
    // `data` is a new array each time; the stamp tells when what is in it changed.
    [edges, stamp],
  );
  const from = data
    .map((one) => one?.from ?? '')
    .filter((words) => words !== '')
    .join(', ');
  return { records, loading, error, from, refetch };
}

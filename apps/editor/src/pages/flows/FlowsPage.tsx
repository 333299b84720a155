import { flowRoutes } from 'virtual:contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Plus, Search } from 'lucide-react';
import { Suspense } from 'react';
import { call } from '../../api/client.ts';
import { Button, ButtonLink } from '../../parts/Button.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { lazyPart } from '../../parts/lazyPart.ts';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';
import { TextInput } from '../../parts/TextInput.tsx';
import { LoadProblem } from '../../runs/LoadProblem.tsx';
import { PageHead } from '../../shell/PageHead.tsx';
import { urlText, useUrlState } from '../../urlState.ts';
import { FlowsTable } from './FlowsTable.tsx';

const fields = { text: urlText() };

const RefusedConnections = lazyPart(() =>
  import('../../connections/RefusedBanner.tsx').then((module) => ({ default: module.RefusedConnections })),
);

/** Every flow: its state, its last and next run, and whether it is late. */
export default function FlowsPage() {
  const [{ text }, setAddress] = useUrlState(fields);
  const flows = useInfiniteQuery({
    queryKey: ['flows', 'list'],
    queryFn: ({ pageParam, signal }) =>
      call(flowRoutes.listFlows, {
        query: { limit: 100, ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.cursor,
    refetchInterval: 3_000,
  });
  const all = flows.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = all.filter((flow) => flow.name.toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <PageHead
        title="Flows"
        aside={flows.data && <span className="text-ink-3 tabular-nums">{all.length}</span>}
        actions={
          <>
            <TextInput
              icon={Search}
              className="max-wide:flex-1"
              value={text}
              onChange={(event) => setAddress({ text: event.target.value }, { replace: true })}
              placeholder="Find a flow"
              aria-label="Find a flow"
            />
            <ButtonLink href="/flows/new" kind="primary" icon={Plus}>
              New flow
            </ButtonLink>
          </>
        }
      />
      {all.some(({ pauseReason }) => pauseReason === 'auth') && (
        <Suspense fallback={null}>
          <RefusedConnections />
        </Suspense>
      )}
      <div className="min-w-0 px-1 pb-8 wide:px-3">
        {flows.isPending && <SkeletonRows label="Reading flows" rows={8} height="table" />}
        {flows.isError && flows.data === undefined && (
          <LoadProblem what="the flows" error={flows.error} onRetry={() => void flows.refetch()} />
        )}
        {flows.data && all.length === 0 && (
          <EmptyState
            title="No flows yet"
            action={
              <ButtonLink href="/templates" kind="primary">
                See templates
              </ButtonLink>
            }
          >
            A flow says where records come from, what happens to them and where they go. Templates run at once
            on sample data.
          </EmptyState>
        )}
        {all.length > 0 && shown.length === 0 && (
          <EmptyState
            title={`No flow is called “${text}”`}
            action={<Button onClick={() => setAddress({ text: '' })}>Show all flows</Button>}
          >
            {all.length} others are there.
          </EmptyState>
        )}
        {shown.length > 0 && <FlowsTable flows={shown} />}
        {flows.hasNextPage && (
          <div className="p-3">
            <Button
              onClick={() => void flows.fetchNextPage()}
              busy={flows.isFetchingNextPage ? 'Reading more flows' : undefined}
            >
              Show more flows
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

import { flowRoutes, runRoutes } from 'virtual:contract';
import type { RunStatus, StartedBy } from '@syncline/model';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { Button, ButtonLink } from '../../parts/Button.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { Select } from '../../parts/Select.tsx';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';
import { Badge } from '../../parts/Status.tsx';
import { LoadProblem } from '../../runs/LoadProblem.tsx';
import { startChoices, statusChoices } from '../../runs/runWords.ts';
import { PageHead } from '../../shell/PageHead.tsx';
import { useUrlState } from '../../urlState.ts';
import { RunStatsStrip } from './RunStatsStrip.tsx';
import { RunsTable } from './RunsTable.tsx';
import { hourChoices, runFilterFields, sinceOf } from './runFilters.ts';

const any = { value: 'any', label: 'Any' } as const;
const statusOptions = [any, ...statusChoices];
const startOptions = [any, ...startChoices];
/** Fast enough to see a run move; the list is one indexed page. */
const refreshMs = 2_000;

/** Every run, newest first, with its filters in the address. */
export default function RunsPage() {
  const [filters, setFilters] = useUrlState(runFilterFields);
  const since = sinceOf(filters.hours, Date.now());
  const query = {
    ...(filters.flow ? { flow: filters.flow } : {}),
    ...(filters.status === 'any' ? {} : { status: filters.status as RunStatus }),
    ...(filters.startedBy === 'any' ? {} : { startedBy: filters.startedBy as StartedBy }),
    ...(since ? { since } : {}),
  };
  const runs = useInfiniteQuery({
    queryKey: ['runs', filters],
    queryFn: ({ pageParam, signal }) =>
      call(runRoutes.listRuns, {
        query: { ...query, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.cursor,
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });
  const hours = filters.hours === 'all' ? 720 : Number(filters.hours);
  const stats = useQuery({
    queryKey: ['run-stats', filters.flow, hours],
    queryFn: ({ signal }) =>
      call(runRoutes.getRunStats, {
        query: { hours, ...(filters.flow ? { flow: filters.flow } : {}) },
        signal,
      }),
    refetchInterval: 5_000,
    placeholderData: keepPreviousData,
  });
  const flows = useQuery({
    queryKey: ['flows'],
    queryFn: ({ signal }) => call(flowRoutes.listFlows, { query: { limit: 200 }, signal }),
  });
  const items = runs.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered =
    filters.flow !== '' || filters.status !== 'any' || filters.startedBy !== 'any' || filters.hours !== '24';
  const running = stats.data?.running ?? 0;
  const flowOptions = [
    { value: '', label: 'Any' },
    ...(flows.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []),
  ];

  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <PageHead
        title="Runs"
        aside={
          <Badge kind={running > 0 ? 'running' : 'plain'}>
            {running > 0 ? `Live, ${running} running` : 'Live'}
          </Badge>
        }
      />
      <search aria-label="Filters" className="flex flex-wrap items-center gap-2 px-4 pb-3 wide:px-6">
        <Select
          caption="Flow"
          active={filters.flow !== ''}
          value={filters.flow}
          onChange={(flow) => setFilters({ flow })}
          options={flowOptions}
        />
        <Select
          caption="Result"
          active={filters.status !== 'any'}
          value={filters.status}
          onChange={(status) => setFilters({ status })}
          options={statusOptions}
        />
        <Select
          caption="Started by"
          active={filters.startedBy !== 'any'}
          value={filters.startedBy}
          onChange={(startedBy) => setFilters({ startedBy })}
          options={startOptions}
        />
        <Select
          label="Time"
          active
          value={filters.hours}
          onChange={(next) => setFilters({ hours: next })}
          options={hourChoices}
        />
      </search>
      <div className="px-4 wide:px-6">{stats.data && <RunStatsStrip stats={stats.data} hours={hours} />}</div>
      <div className="min-w-0 px-1 pb-8 wide:px-3">
        {runs.isPending && <SkeletonRows label="Reading runs" rows={10} height="table" />}
        {runs.isError && items.length === 0 && (
          <LoadProblem what="the runs" error={runs.error} onRetry={() => void runs.refetch()} />
        )}
        {runs.isSuccess && items.length === 0 && (
          <EmptyState
            title={filtered ? 'No run fits these filters' : 'No runs yet'}
            action={
              filtered ? (
                <Button
                  onClick={() => setFilters({ flow: '', status: 'any', startedBy: 'any', hours: '24' })}
                >
                  Clear filters
                </Button>
              ) : (
                <ButtonLink href="/templates" kind="primary">
                  See templates
                </ButtonLink>
              )
            }
          >
            {filtered
              ? 'Runs of other flows, results and times are there.'
              : 'Publish a flow and press Run once. Its first run shows here within a second.'}
          </EmptyState>
        )}
        {items.length > 0 && <RunsTable runs={items} />}
        {runs.hasNextPage && (
          <div className="p-3">
            <Button
              onClick={() => void runs.fetchNextPage()}
              busy={runs.isFetchingNextPage ? 'Reading older runs' : undefined}
            >
              Show older runs
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

import { failureRoutes } from 'virtual:contract';
import type { Orphan } from '@syncline/model';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { call } from '../../api/client.ts';
import { Button, ButtonLink } from '../../parts/Button.tsx';
import { Card } from '../../parts/Card.tsx';
import { ConfirmDialog } from '../../parts/ConfirmDialog.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { countOf, formatCount } from '../../parts/format.ts';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';
import { showToast } from '../../parts/toast.ts';
import { VirtualRows } from '../../records/VirtualRows.tsx';
import { LoadProblem } from '../../runs/LoadProblem.tsx';
import { ChosenBar } from './ChosenBar.tsx';
import { OrphanRow } from './OrphanRow.tsx';
import { useChosen } from './useChosen.ts';

type Kind = Extract<Orphan['kind'], 'in-doubt' | 'gone-at-source'>;

const words: Record<Kind, { about: string; emptyTitle: string; empty: string }> = {
  'in-doubt': {
    about:
      'A write was sent and no answer came back, so nobody knows whether the destination has it. Check again reads the record at the source and puts the destination right.',
    emptyTitle: 'Nothing is in doubt',
    empty:
      'When a destination goes away in the middle of a write and can not be asked, the record comes here.',
  },
  'gone-at-source': {
    about:
      'The destination still holds these records, the source no longer has them. The flow keeps them, because its destination does not delete.',
    emptyTitle: 'Every record still has its like at the source',
    empty: 'A record that is deleted at the source and kept at the destination comes here.',
  },
};

const idOf = ({ destinationId, key }: Orphan) => `${destinationId} ${key}`;

/** Records at a destination whose state is not known, or that the source no longer has. */
export function OrphansTab({ kind }: { kind: Kind }) {
  const queries = useQueryClient();
  const { chosen, toggle, set } = useChosen();
  const [asking, setAsking] = useState(false);
  const list = useInfiniteQuery({
    queryKey: ['orphans', kind],
    queryFn: ({ pageParam, signal }) =>
      call(failureRoutes.listOrphans, {
        query: { kind, limit: 100, ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.cursor,
    select: (data) => data.pages.flatMap((page) => page.items),
  });
  const items = list.data ?? [];
  const picked = items.filter((orphan) => chosen.has(idOf(orphan))).slice(0, 1000);
  const settle = useMutation({
    mutationFn: (action: 'forget' | 'recheck') =>
      call(failureRoutes.settleOrphans, {
        body: { action, records: picked.map(({ destinationId, key }) => ({ destinationId, key })) },
      }),
    onSuccess: ({ records }, action) => {
      setAsking(false);
      set([]);
      showToast(
        action === 'forget'
          ? {
              title: `Forgot ${countOf(records, 'record')}`,
              detail: 'They stay where they are. Should the source send one again, it is synced again.',
            }
          : {
              title: `Checking ${countOf(records, 'record')} again`,
              detail: 'What is as it should be leaves this list within moments.',
            },
      );
      return queries.invalidateQueries({ queryKey: ['orphans'] });
    },
    onError: (error) => showToast({ kind: 'failed', title: 'Nothing was changed', detail: error.message }),
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);
  const busy = (action: 'forget' | 'recheck', said: string) =>
    settle.isPending && settle.variables === action ? said : undefined;

  if (list.isPending) return <SkeletonRows label="Reading the records" rows={8} height="table" />;
  if (list.isError && items.length === 0)
    return <LoadProblem what="these records" error={list.error} onRetry={() => void list.refetch()} />;
  if (items.length === 0)
    return (
      <EmptyState
        title={words[kind].emptyTitle}
        action={<ButtonLink href="/records">Find a record</ButtonLink>}
      >
        {words[kind].empty}
      </EmptyState>
    );
  return (
    <div className="flex flex-col gap-3 px-4 pt-3 pb-8">
      <p className="max-w-[96ch] text-ink-2">{words[kind].about}</p>
      <Card className="overflow-hidden">
        <ChosenBar
          shown={items.length}
          chosen={picked.length}
          onAll={(on) => set(on ? items.map(idOf) : [])}
          words={hasNextPage ? `The first ${formatCount(items.length)}` : countOf(items.length, 'record')}
        >
          {picked.length > 0 && (
            <>
              <Button size="sm" kind="ghost" onClick={() => setAsking(true)}>
                Forget {formatCount(picked.length)}
              </Button>
              <Button size="sm" busy={busy('recheck', 'Checking')} onClick={() => settle.mutate('recheck')}>
                Check {formatCount(picked.length)} again
              </Button>
            </>
          )}
        </ChosenBar>
        <VirtualRows
          label={kind === 'in-doubt' ? 'Records in doubt' : 'Records gone at the source'}
          className="max-h-[64dvh]"
          count={items.length}
          rowHeight={45}
          onEnd={hasNextPage ? more : undefined}
          rowKey={(index) => (items[index] ? idOf(items[index]) : String(index))}
          row={(index) => {
            const orphan = items[index];
            return (
              orphan && (
                <OrphanRow
                  orphan={orphan}
                  chosen={chosen.has(idOf(orphan))}
                  onChoose={(on) => toggle(idOf(orphan), on)}
                />
              )
            );
          }}
        />
      </Card>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Forget ${countOf(picked.length, 'record')}?`}
        goes={['What Syncline knows of them: it no longer looks after them']}
        stays={['The records themselves, as they are', 'Their history in past runs']}
        confirmLabel="Forget"
        onConfirm={() => settle.mutate('forget')}
        busy={busy('forget', 'Forgetting')}
      />
    </div>
  );
}

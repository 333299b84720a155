import type { Approval } from '@syncline/model';
import { CheckCheck, ChevronLeft } from 'lucide-react';
import { Suspense, useCallback, useMemo, useState } from 'react';
import { useCommands } from '../../commands/useCommands.ts';
import { Button } from '../../parts/Button.tsx';
import { Card } from '../../parts/Card.tsx';
import { joinClasses } from '../../parts/classes.ts';
import { formatCount } from '../../parts/format.ts';
import { lazyPart } from '../../parts/lazyPart.ts';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';
import { VirtualRows } from '../../records/VirtualRows.tsx';
import { LoadProblem } from '../../runs/LoadProblem.tsx';
import { useUrlState } from '../../urlState.ts';
import { ApprovalDetail } from './ApprovalDetail.tsx';
import { approvalFields } from './approvalFields.ts';
import { useWaiting } from './approvalQueries.ts';
import { type CheckpointCount, CheckpointPicker } from './CheckpointPicker.tsx';
import { Said } from './Said.tsx';
import { useCurrent } from './useCurrent.ts';
import { type Decision, useDecisions, type Wish } from './useDecisions.ts';
import { WaitingRow } from './WaitingRow.tsx';

type CheckpointViewProps = {
  at: CheckpointCount;
  checkpoints: readonly CheckpointCount[];
  onCheckpoint: (flowId: string, node: string) => void;
  /** What came of the last decision. */
  said: string;
  onSaid: (words: string) => void;
};

const DecideAllDialog = lazyPart(() =>
  import('./DecideAllDialog.tsx').then((module) => ({ default: module.DecideAllDialog })),
);

const group = 'Waiting for you';

/** The records that wait at one checkpoint: a list to go through, and the one that is looked at. */
export function CheckpointView({ at, checkpoints, onCheckpoint, said, onSaid }: CheckpointViewProps) {
  const [{ record }, setAddress] = useUrlState(approvalFields);
  const waiting = useWaiting(at);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [newer, setNewer] = useState<Approval | null>(null);
  const [editing, setEditing] = useState(false);
  const [all, setAll] = useState<Decision | null>(null);
  const { gone, progress, decideOne, decideMany, refresh } = useDecisions(setNewer, onSaid);
  const items = useMemo(() => (waiting.data ?? []).filter(({ id }) => !gone.has(id)), [waiting.data, gone]);
  const { current, at: place, changed, accept } = useCurrent(items, record, newer);

  const go = (to: Approval | undefined) => {
    setNewer(null);
    setEditing(false);
    setAddress({ record: to?.id ?? '' }, { replace: record !== '' });
  };
  const decide = (wish: Wish) => {
    if (!current) return;
    const next = items[place + 1] ?? items[place - 1];
    accept();
    go(next);
    void decideOne(current, wish);
  };
  const picked = items.filter(({ id }) => chosen.has(id));
  const decidePicked = (decision: Decision) => {
    setChosen(new Set());
    void decideMany(picked, { decision });
  };
  const choose = useCallback((id: string, on: boolean) => {
    setChosen((before) => {
      const next = new Set(before);
      if (on) next.add(id);
      else next.delete(id);
      return next;
    });
  }, []);
  const free = () => current !== null && !editing && all === null;
  useCommands([
    {
      id: 'approval.approve',
      title: 'Approve this record',
      group,
      keys: 'a',
      when: free,
      run: () => decide({ decision: 'approve' }),
    },
    {
      id: 'approval.reject',
      title: 'Reject this record',
      group,
      keys: 'r',
      when: free,
      run: () => decide({ decision: 'reject' }),
    },
    {
      id: 'approval.edit',
      title: 'Edit this record',
      group,
      keys: 'e',
      when: () => free() && current?.op === 'upsert',
      run: () => setEditing(true),
    },
    {
      id: 'approval.choose',
      title: 'Choose this record',
      group,
      keys: 'x',
      when: free,
      run: () => current && choose(current.id, !chosen.has(current.id)),
    },
    {
      id: 'approval.next',
      title: 'Next record',
      group,
      keys: 'j',
      when: () => free() && place < items.length - 1,
      run: () => go(items[place + 1]),
    },
    {
      id: 'approval.previous',
      title: 'Previous record',
      group,
      keys: 'k',
      when: () => free() && place > 0,
      run: () => go(items[place - 1]),
    },
  ]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = waiting;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);
  // A phone has room for the list or the record.
  const onPhone = record === '' ? 'list' : 'record';

  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 px-4 pb-4 wide:px-6">
      <div
        className={joinClasses(
          'flex flex-wrap items-center gap-2',
          onPhone === 'record' && 'max-desk:hidden',
        )}
      >
        <CheckpointPicker at={at} checkpoints={checkpoints} onCheckpoint={onCheckpoint} />
        <span className="ml-auto flex flex-wrap gap-2">
          {picked.length > 0 || progress ? (
            <>
              <Button kind="ghost" onClick={() => setChosen(new Set())} disabled={progress !== null}>
                Choose none
              </Button>
              <Button
                busy={
                  progress?.decision === 'reject' ? `Rejecting ${progress.done} of ${progress.of}` : undefined
                }
                disabled={progress?.decision === 'approve'}
                onClick={() => decidePicked('reject')}
              >
                Reject {formatCount(picked.length)}
              </Button>
              <Button
                kind="primary"
                busy={
                  progress?.decision === 'approve'
                    ? `Approving ${progress.done} of ${progress.of}`
                    : undefined
                }
                disabled={progress?.decision === 'reject'}
                onClick={() => decidePicked('approve')}
              >
                Approve {formatCount(picked.length)}
              </Button>
            </>
          ) : (
            <>
              <Button kind="ghost" onClick={() => setAll('reject')}>
                Reject all
              </Button>
              <Button icon={CheckCheck} onClick={() => setAll('approve')}>
                Approve all {formatCount(at.waiting)} up to now
              </Button>
            </>
          )}
        </span>
      </div>
      {waiting.isPending && <SkeletonRows label="Reading the records" rows={8} height="table" />}
      {waiting.isError && items.length === 0 && (
        <LoadProblem what="the records" error={waiting.error} onRetry={() => void waiting.refetch()} />
      )}
      {waiting.isSuccess && (
        <div className="grid min-h-0 flex-1 gap-3 desk:grid-cols-[minmax(300px,400px)_minmax(0,1fr)]">
          <Card className={joinClasses('min-h-0 overflow-hidden', onPhone === 'record' && 'max-desk:hidden')}>
            <VirtualRows
              label="Records that wait, oldest first"
              count={items.length}
              rowHeight={57}
              current={place}
              onEnd={hasNextPage ? more : undefined}
              rowKey={(index) => items[index]?.id ?? String(index)}
              row={(index) => {
                const approval = items[index];
                return (
                  approval && (
                    <WaitingRow
                      approval={approval}
                      current={approval.id === current?.id}
                      chosen={chosen.has(approval.id)}
                      onOpen={() => go(approval)}
                      onChoose={(on) => choose(approval.id, on)}
                    />
                  )
                );
              }}
            />
            {items.length === 0 && <p className="p-3.5 text-ink-2">None waits here any more.</p>}
          </Card>
          <div
            className={joinClasses('flex min-h-0 flex-col gap-3', onPhone === 'list' && 'max-desk:hidden')}
          >
            <Button
              kind="ghost"
              icon={ChevronLeft}
              className="self-start desk:hidden"
              onClick={() => go(undefined)}
            >
              All that wait
            </Button>
            <Said words={said} />
            {current && (
              <ApprovalDetail
                key={`${current.id} ${current.contentHash}`}
                approval={current}
                changed={changed}
                editing={editing}
                onEdit={setEditing}
                onDecide={decide}
              />
            )}
          </div>
        </div>
      )}
      <Suspense fallback={null}>
        {all && <DecideAllDialog at={at} decision={all} onClose={() => setAll(null)} onDone={refresh} />}
      </Suspense>
    </div>
  );
}

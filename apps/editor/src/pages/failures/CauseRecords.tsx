import { RotateCcw } from 'lucide-react';
import { Suspense, useCallback, useState } from 'react';
import { Button, ButtonLink } from '../../parts/Button.tsx';
import { Card } from '../../parts/Card.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { asSentence, countOf, formatCount } from '../../parts/format.ts';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';
import { Badge } from '../../parts/Status.tsx';
import { useStepLooks } from '../../records/useStepLooks.ts';
import { VirtualRows } from '../../records/VirtualRows.tsx';
import { LoadProblem } from '../../runs/LoadProblem.tsx';
import { PageHead } from '../../shell/PageHead.tsx';
import { ChosenBar } from './ChosenBar.tsx';
import { LetterRow } from './LetterRow.tsx';
import { IgnoreDialog, ReplayDialog } from './lazyParts.ts';
import { type CauseFilter, useCauses, useLetters } from './letterQueries.ts';
import { causeTitle, stepAddress } from './letterWords.ts';
import { useChosen } from './useChosen.ts';
import { useLetterActions } from './useLetterActions.ts';

const trail = [{ label: 'Not synced', href: '/failures' }];

/** The records of one cause: all of them to look at, to replay, to ignore. */
export function CauseRecords({ cause: filter }: { cause: CauseFilter }) {
  const letters = useLetters('open', filter);
  const causes = useCauses();
  const { chosen, toggle, set } = useChosen();
  const { replay } = useLetterActions();
  const [asked, setAsked] = useState<'replay' | 'ignore' | 'ignore-chosen' | null>(null);
  const lookOf = useStepLooks([filter.flow]);
  const cause = causes.data?.groups.find(
    (group) =>
      group.flowId === filter.flow &&
      group.node === filter.node &&
      group.code === filter.code &&
      group.field === filter.field,
  );
  const items = letters.data ?? [];
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = letters;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);
  const close = () => setAsked(null);
  const ids = items.filter(({ id }) => chosen.has(id)).map(({ id }) => id);

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageHead
        title={cause ? causeTitle(cause) : 'Failed records'}
        trail={trail}
        aside={cause && <Badge kind="failed">{countOf(cause.count, 'record')}</Badge>}
        actions={
          cause && (
            <>
              <ButtonLink kind="ghost" href={stepAddress(cause)}>
                {cause.field ? 'Open field' : 'Open step'}
              </ButtonLink>
              <Button onClick={() => setAsked('ignore')}>Ignore all</Button>
              <Button kind="primary" icon={RotateCcw} onClick={() => setAsked('replay')}>
                Replay all {formatCount(cause.count)}
              </Button>
            </>
          )
        }
      />
      {cause && (
        <p className="max-w-[96ch] px-4 pb-3 text-ink-2 wide:px-6">
          <b className="font-medium text-ink">{lookOf(filter.flow, filter.node).title}</b> in {cause.flowName}
          : {asSentence(cause.message)} {cause.whatToDo}
        </p>
      )}
      <div className="flex min-h-0 flex-1 flex-col px-4 pb-4 wide:px-6">
        {letters.isPending && <SkeletonRows label="Reading the records" rows={10} height="table" />}
        {letters.isError && items.length === 0 && (
          <LoadProblem what="the records" error={letters.error} onRetry={() => void letters.refetch()} />
        )}
        {letters.isSuccess && items.length === 0 && (
          <EmptyState
            title="None is left of this cause"
            action={<ButtonLink href="/failures">See what else is not synced</ButtonLink>}
          >
            They were replayed, ignored, or a newer state of them went through.
          </EmptyState>
        )}
        {items.length > 0 && (
          <Card className="min-h-0 overflow-hidden">
            <ChosenBar
              shown={items.length}
              chosen={ids.length}
              onAll={(on) => set(on ? items.map(({ id }) => id) : [])}
              words="Newest first"
            >
              {ids.length > 0 && (
                <>
                  <Button size="sm" kind="ghost" onClick={() => setAsked('ignore-chosen')}>
                    Ignore {formatCount(ids.length)}
                  </Button>
                  <Button
                    size="sm"
                    icon={RotateCcw}
                    busy={replay.isPending ? 'Starting the replay' : undefined}
                    onClick={() => replay.mutate({ ids: ids.slice(0, 1000) }, { onSuccess: () => set([]) })}
                  >
                    Replay {formatCount(Math.min(ids.length, 1000))}
                  </Button>
                </>
              )}
            </ChosenBar>
            <VirtualRows
              label="Failed records"
              count={items.length}
              rowHeight={45}
              onEnd={hasNextPage ? more : undefined}
              rowKey={(index) => items[index]?.id ?? String(index)}
              row={(index) => {
                const letter = items[index];
                return (
                  letter && <LetterRow letter={letter} chosen={chosen.has(letter.id)} onChoose={toggle} />
                );
              }}
            />
          </Card>
        )}
      </div>
      <Suspense fallback={null}>
        {cause && asked === 'replay' && <ReplayDialog cause={cause} onClose={close} />}
        {cause && asked === 'ignore' && <IgnoreDialog cause={cause} onClose={close} />}
        {asked === 'ignore-chosen' && (
          <IgnoreDialog ids={ids.slice(0, 1000)} onClose={close} onDone={() => set([])} />
        )}
      </Suspense>
    </div>
  );
}

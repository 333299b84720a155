import { useCallback } from 'react';
import { Button } from '../../parts/Button.tsx';
import { Card } from '../../parts/Card.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { countOf, formatCount } from '../../parts/format.ts';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';
import { VirtualRows } from '../../records/VirtualRows.tsx';
import { LoadProblem } from '../../runs/LoadProblem.tsx';
import { useUrlState } from '../../urlState.ts';
import { ChosenBar } from './ChosenBar.tsx';
import { failureFields } from './failureFields.ts';
import { LetterRow } from './LetterRow.tsx';
import { useLetters } from './letterQueries.ts';
import { useChosen } from './useChosen.ts';
import { useLetterActions } from './useLetterActions.ts';

/** Records that people took off the list, why and who, and the way back. */
export function IgnoredTab() {
  const [, setAddress] = useUrlState(failureFields);
  const letters = useLetters('ignored');
  const { chosen, toggle, set } = useChosen();
  const { reopen } = useLetterActions();
  const items = letters.data ?? [];
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = letters;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);
  const ids = items.filter(({ id }) => chosen.has(id)).map(({ id }) => id);

  if (letters.isPending) return <SkeletonRows label="Reading the ignored records" rows={6} height="table" />;
  if (letters.isError && items.length === 0)
    return (
      <LoadProblem what="the ignored records" error={letters.error} onRetry={() => void letters.refetch()} />
    );
  if (items.length === 0)
    return (
      <EmptyState
        title="Nothing is ignored"
        action={<Button onClick={() => setAddress({ tab: 'failed' })}>See the failed records</Button>}
      >
        A failed record that someone ignores comes here with its reason, and can be put back.
      </EmptyState>
    );
  return (
    <div className="px-4 pt-3 pb-8">
      <Card className="overflow-hidden">
        <ChosenBar
          shown={items.length}
          chosen={ids.length}
          onAll={(on) => set(on ? items.map(({ id }) => id) : [])}
          words={countOf(items.length, 'record')}
        >
          {ids.length > 0 && (
            <Button
              size="sm"
              busy={reopen.isPending ? 'Putting back' : undefined}
              onClick={() => reopen.mutate(ids.slice(0, 1000), { onSuccess: () => set([]) })}
            >
              Put {formatCount(Math.min(ids.length, 1000))} back
            </Button>
          )}
        </ChosenBar>
        <VirtualRows
          label="Ignored records"
          className="max-h-[64dvh]"
          count={items.length}
          rowHeight={45}
          onEnd={hasNextPage ? more : undefined}
          rowKey={(index) => items[index]?.id ?? String(index)}
          row={(index) => {
            const letter = items[index];
            return (
              letter && (
                <LetterRow
                  letter={letter}
                  chosen={chosen.has(letter.id)}
                  onChoose={toggle}
                  words={`${letter.ignoredReason ?? 'No reason kept'}${letter.closedBy ? `, ${letter.closedBy}` : ''}`}
                />
              )
            );
          }}
        />
      </Card>
    </div>
  );
}

import type { DeadLetter } from '@syncline/model';
import { Ban, RotateCcw, ScanSearch } from 'lucide-react';
import { Suspense, useState } from 'react';
import { Button, ButtonLink } from '../../parts/Button.tsx';
import { Card } from '../../parts/Card.tsx';
import { Badge } from '../../parts/Status.tsx';
import { findAddress } from '../../records/storyAddress.ts';
import { useStepLooks } from '../../records/useStepLooks.ts';
import { PageHead } from '../../shell/PageHead.tsx';
import { CameIn } from './CameIn.tsx';
import { DryRun } from './DryRun.tsx';
import { LetterHistory } from './LetterHistory.tsx';
import { IgnoreDialog } from './lazyParts.ts';
import { causeAddress, causeTitle, letterName, letterState } from './letterWords.ts';
import { MadeOfIt } from './MadeOfIt.tsx';
import { Neighbours } from './Neighbours.tsx';
import { ProblemBox } from './ProblemBox.tsx';
import { useDryRun } from './useDryRun.ts';
import { useLetterActions } from './useLetterActions.ts';

/** One failed record: what came in beside what was made of it, the edit, the dry run, the replay. */
export function FailureDetail({ letter }: { letter: DeadLetter }) {
  const [ignoring, setIgnoring] = useState(false);
  const [editing, setEditing] = useState(false);
  const lookOf = useStepLooks([letter.flowId]);
  const titleOf = (node: string) => lookOf(letter.flowId, node).title;
  const { replay, reopen } = useLetterActions();
  const dryRun = useDryRun(letter.id);
  const state = letterState(letter.state);
  const search = letter.sourceKey ?? letter.key;
  const replayable = letter.feeder !== null;
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <PageHead
        title={letterName(letter)}
        trail={[
          { label: 'Not synced', href: '/failures' },
          { label: causeTitle(letter), href: causeAddress(letter) },
        ]}
        aside={<Badge kind={state.kind}>{state.words}</Badge>}
        actions={
          <>
            <Neighbours letter={letter} />
            {search && (
              <ButtonLink kind="ghost" icon={ScanSearch} href={findAddress(search)}>
                Its story
              </ButtonLink>
            )}
            {letter.state === 'ignored' && (
              <Button
                busy={reopen.isPending ? 'Putting back' : undefined}
                onClick={() => reopen.mutate([letter.id])}
              >
                Put back
              </Button>
            )}
            {letter.state === 'open' && !editing && (
              <>
                <Button icon={Ban} onClick={() => setIgnoring(true)}>
                  Ignore
                </Button>
                {replayable && (
                  <Button
                    kind="primary"
                    icon={RotateCcw}
                    busy={replay.isPending ? 'Starting the replay' : undefined}
                    onClick={() => replay.mutate({ ids: [letter.id] })}
                  >
                    {letter.edited === null ? 'Replay record' : 'Replay with its edit'}
                  </Button>
                )}
              </>
            )}
          </>
        }
      />
      <div className="grid min-w-0 gap-3 px-4 pb-8 wide:px-6 desk:grid-cols-2">
        <ProblemBox letter={letter} step={titleOf(letter.node)} className="desk:col-span-2" />
        <CameIn letter={letter} dryRun={dryRun} editing={editing} onEditing={setEditing} />
        <div className="flex min-w-0 flex-col gap-3">
          <DryRun dryRun={dryRun} />
          <MadeOfIt letter={letter} step={titleOf(letter.node)} />
          <Card title="History" padded>
            <LetterHistory letter={letter} step={titleOf(letter.node)} />
          </Card>
        </div>
      </div>
      <Suspense fallback={null}>
        {ignoring && <IgnoreDialog ids={[letter.id]} onClose={() => setIgnoring(false)} />}
      </Suspense>
    </div>
  );
}

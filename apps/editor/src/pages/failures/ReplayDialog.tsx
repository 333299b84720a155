import { useState } from 'react';
import { Button } from '../../parts/Button.tsx';
import { Dialog } from '../../parts/Dialog.tsx';
import { countOf } from '../../parts/format.ts';
import type { Cause } from './CauseRow.tsx';
import { selectCause } from './letterQueries.ts';
import { causeTitle } from './letterWords.ts';
import { useLetterActions } from './useLetterActions.ts';

/** Asks before all records of a cause are run once more, with their number. */
export function ReplayDialog({ cause, onClose }: { cause: Cause; onClose: () => void }) {
  const { replay } = useLetterActions();
  const [collecting, setCollecting] = useState(false);
  const start = async () => {
    setCollecting(true);
    try {
      const select = await selectCause({ ...cause, flow: cause.flowId });
      await replay.mutateAsync(select);
      onClose();
    } catch {
      // Said by a toast; the dialog stays, so that it can be tried again.
      setCollecting(false);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      size="sm"
      title={`Replay ${countOf(cause.count, 'record')}?`}
      description={`${causeTitle(cause)}, in ${cause.flowName}`}
      actions={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button
            kind="primary"
            busy={collecting ? 'Starting the replay' : undefined}
            onClick={() => void start()}
          >
            Replay {countOf(cause.count, 'record')}
          </Button>
        </>
      }
    >
      <ul className="flex list-disc flex-col gap-1.5 pl-4 text-ink-2">
        <li>
          Each goes through the steps of the published version once more, with its edit when it has one.
        </li>
        <li>
          A record that was written meanwhile is not written twice, and never goes back to an older state.
        </li>
        <li>
          What fails again stays on this list. The replay is a run of its own and can be cancelled there.
        </li>
      </ul>
    </Dialog>
  );
}

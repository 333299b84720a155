import { useState } from 'react';
import { Button } from '../../parts/Button.tsx';
import { Dialog } from '../../parts/Dialog.tsx';
import { showToast } from '../../parts/toast.ts';
import { useSaveState, useSession } from './session.tsx';

/** Another tab or person saved first: what differs is not merged by guessing, one of the two drafts is chosen. */
export function ConflictNotice() {
  const { autosave } = useSession();
  const save = useSaveState();
  const [busy, setBusy] = useState<'theirs' | 'mine' | null>(null);
  const [hidden, setHidden] = useState(false);
  if (save.phase !== 'conflict') return null;
  const choose = (which: 'theirs' | 'mine', work: () => Promise<void>) => {
    setBusy(which);
    work()
      .catch((error: Error) =>
        showToast({ kind: 'failed', title: 'Neither was done', detail: error.message }),
      )
      .finally(() => setBusy(null));
  };
  if (hidden) {
    return (
      <div className="absolute top-3 left-3 z-(--z-sticky) flex items-center gap-3 rounded-lg border border-line bg-raised py-1.5 pr-1.5 pl-3 shadow-float">
        <span className="font-medium text-warning">
          Two drafts differ. Nothing is saved until one is chosen.
        </span>
        <Button size="sm" onClick={() => setHidden(false)}>
          Choose
        </Button>
      </div>
    );
  }
  return (
    <Dialog
      open
      size="sm"
      onClose={() => setHidden(true)}
      title="This flow was changed elsewhere"
      description="Another tab or person saved a newer draft while you edited. Nothing of yours is lost: it is kept in this browser until you choose."
      actions={
        <>
          <Button
            busy={busy === 'theirs' ? 'Loading' : undefined}
            onClick={() => choose('theirs', autosave.takeTheirs)}
          >
            Load theirs
          </Button>
          <Button
            kind="primary"
            busy={busy === 'mine' ? 'Saving' : undefined}
            onClick={() => choose('mine', autosave.keepMine)}
          >
            Keep mine
          </Button>
        </>
      }
    >
      <ul className="flex flex-col gap-1 text-ink-2">
        <li>Load theirs: the newer draft replaces what is on your screen.</li>
        <li>Keep mine: your draft replaces the newer one. Published versions stay as they are.</li>
      </ul>
    </Dialog>
  );
}

import { useSaveState } from './session.tsx';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** Whether the draft is on the server. */
export function SavedState() {
  const save = useSaveState();
  const words = saveWords(save);
  const trouble = save.phase === 'away' || save.phase === 'conflict' || save.phase === 'refused';
  return (
    <span
      data-save={save.phase}
      role={trouble ? 'status' : undefined}
      title={save.phase === 'refused' ? save.reason : undefined}
      className={
        trouble ? 'truncate text-xs font-medium text-warning' : 'truncate text-xs text-ink-3 max-desk:hidden'
      }
    >
      {words}
    </span>
  );
}

function saveWords(save: ReturnType<typeof useSaveState>): string {
  switch (save.phase) {
    case 'saved':
      return `Draft saved ${clock.format(save.at)}`;
    case 'edited':
    case 'saving':
      return 'Saving';
    case 'away':
      return save.retryIn === null ? 'Not saved, trying now' : `Not saved, trying again in ${save.retryIn} s`;
    case 'conflict':
      return 'Not saved, someone else changed it';
    case 'refused':
      return `Not saved. ${save.reason}`;
  }
}

import { failureRoutes } from 'virtual:contract';
import type { DeadLetter } from '@syncline/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FlaskConical, Pencil } from 'lucide-react';
import { Suspense, useState } from 'react';
import { call } from '../../api/client.ts';
import { Button } from '../../parts/Button.tsx';
import { Card } from '../../parts/Card.tsx';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';
import { Badge } from '../../parts/Status.tsx';
import { showToast } from '../../parts/toast.ts';
import { changesBetween } from '../../records/changesBetween.ts';
import { FieldChanges } from '../../records/FieldChanges.tsx';
import { RecordEditor } from '../../records/lazyRecordEditor.ts';
import { RecordFields } from '../../records/RecordFields.tsx';
import type { DryRunState } from './useDryRun.ts';
import { useLetterActions } from './useLetterActions.ts';

type CameInProps = {
  letter: DeadLetter;
  dryRun: DryRunState;
  editing: boolean;
  onEditing: (editing: boolean) => void;
};

/** What came in, and the edit that is laid over it for the replay. */
export function CameIn({ letter, dryRun, editing, onEditing: setEditing }: CameInProps) {
  const queries = useQueryClient();
  const { replay } = useLetterActions();
  const [draft, setDraft] = useState<Record<string, unknown> | null>(null);
  // While something in it has to be put right, the editor says so and nothing can be sent.
  const [unfit, setUnfit] = useState(false);
  const start = letter.edited ?? letter.input;
  const current = draft ?? start;
  const changes = changesBetween(letter.input, editing ? current : start);
  const differs = draft !== null && changesBetween(start, draft).length > 0;
  const keep = useMutation({
    mutationFn: (input: Record<string, unknown> | null) =>
      call(failureRoutes.editDeadLetter, { params: { id: letter.id }, body: { input } }),
    onSuccess: (next) => {
      queries.setQueryData(['letter', letter.id], next);
      void queries.invalidateQueries({ queryKey: ['letters'] });
      stop();
    },
    onError: (error) => showToast({ kind: 'failed', title: 'The edit was not kept', detail: error.message }),
  });
  const stop = () => {
    setEditing(false);
    setDraft(null);
    setUnfit(false);
    dryRun.reset();
  };
  const save = () => {
    const before = letter.edited;
    if (draft === null) return;
    keep.mutate(draft, {
      onSuccess: () =>
        showToast({
          title: 'Kept the edit',
          detail: 'Every replay of this record takes it.',
          action: { label: 'Undo', run: () => keep.mutate(isRecord(before) ? before : null) },
        }),
    });
  };
  const takeBack = () => {
    const before = letter.edited;
    keep.mutate(null, {
      onSuccess: () =>
        showToast({
          title: 'Took the edit back',
          action: { label: 'Undo', run: () => isRecord(before) && keep.mutate(before) },
        }),
    });
  };
  const replayEdited = async () => {
    try {
      if (differs && draft) await keep.mutateAsync(draft);
      await replay.mutateAsync({ ids: [letter.id] });
    } catch {
      // Said by a toast; what was typed stays.
    }
  };
  const open = letter.state === 'open';
  const editable = open && letter.feeder !== null && isRecord(letter.input);

  return (
    <Card
      title="What came in"
      className="self-start"
      {...(letter.edited !== null && !editing ? { note: <Badge>Edited</Badge> } : {})}
      actions={
        editable &&
        !editing && (
          <>
            {letter.edited !== null && (
              <Button
                size="sm"
                kind="ghost"
                busy={keep.isPending ? 'Taking back' : undefined}
                onClick={takeBack}
              >
                Take the edit back
              </Button>
            )}
            <Button
              size="sm"
              kind="ghost"
              icon={FlaskConical}
              busy={dryRun.isPending ? 'Trying' : undefined}
              onClick={() => dryRun.mutate(undefined)}
            >
              Dry run
            </Button>
            <Button size="sm" icon={Pencil} onClick={() => setEditing(true)}>
              Edit
            </Button>
          </>
        )
      }
      padded
    >
      {editing ? (
        <Suspense fallback={<SkeletonRows label="Loading the form" />}>
          <RecordEditor
            record={start}
            failing={letter.field}
            onChange={(record) => {
              setUnfit(record === null);
              if (record) setDraft(record);
            }}
          />
        </Suspense>
      ) : (
        <RecordFields record={start} failing={failingInput(letter)} because={letter.message} />
      )}
      {changes.length > 0 && (
        <section className="mt-3 border-t border-line pt-3">
          <h3 className="pb-1.5 text-xs text-ink-3">{editing ? 'Your edit' : 'The edit that is kept'}</h3>
          <FieldChanges changes={changes} />
        </section>
      )}
      {editing && (
        <div className="mt-3.5 flex flex-wrap items-center gap-2 border-t border-line pt-3.5">
          <Button
            kind="primary"
            disabled={unfit}
            busy={keep.isPending || replay.isPending ? 'Starting the replay' : undefined}
            onClick={() => void replayEdited()}
          >
            Replay record
          </Button>
          <Button
            icon={FlaskConical}
            disabled={unfit}
            busy={dryRun.isPending ? 'Trying' : undefined}
            onClick={() => dryRun.mutate(isRecord(current) ? current : undefined)}
          >
            Dry run
          </Button>
          <Button kind="ghost" disabled={unfit || !differs} onClick={save}>
            Keep for later
          </Button>
          <Button kind="ghost" className="ml-auto" onClick={stop}>
            Discard
          </Button>
        </div>
      )}
    </Card>
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Once something was made of it, the field at fault is marked there: it need not be the one that came in under this name. */
const failingInput = ({ field, input, mapped }: DeadLetter) =>
  field !== null && isRecord(input) && (mapped === null || mapped === undefined) ? field : null;

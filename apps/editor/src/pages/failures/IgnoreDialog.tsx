import { useState } from 'react';
import { Button } from '../../parts/Button.tsx';
import { Dialog } from '../../parts/Dialog.tsx';
import { Field } from '../../parts/Field.tsx';
import { countOf } from '../../parts/format.ts';
import { TextInput } from '../../parts/TextInput.tsx';
import type { Cause } from './CauseRow.tsx';
import { selectCause } from './letterQueries.ts';
import { useLetterActions } from './useLetterActions.ts';

type IgnoreDialogProps = { onClose: () => void; onDone?: () => void } & (
  | { cause: Cause }
  | { ids: readonly string[] }
);

/** Takes records off the list, with a reason that stays with them. */
export function IgnoreDialog({ onClose, onDone, ...of }: IgnoreDialogProps) {
  const { ignore } = useLetterActions();
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const [collecting, setCollecting] = useState(false);
  const count = countOf('cause' in of ? of.cause.count : of.ids.length, 'record');
  const submit = async () => {
    setAsked(true);
    if (reason.trim() === '') return;
    setCollecting(true);
    try {
      const select =
        'cause' in of ? await selectCause({ ...of.cause, flow: of.cause.flowId }) : { ids: [...of.ids] };
      await ignore.mutateAsync({ select, reason });
      onClose();
      onDone?.();
    } catch {
      // Said by a toast; the reason stays typed.
      setCollecting(false);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      size="sm"
      title={`Ignore ${count}?`}
      description="They leave the list and stay under Ignored, from where they can be put back."
      actions={
        <>
          <Button onClick={onClose}>Keep on the list</Button>
          <Button kind="primary" busy={collecting ? 'Ignoring' : undefined} onClick={() => void submit()}>
            Ignore {count}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Field
          label="Why"
          required
          hint="Whoever looks later reads this: “test accounts of the shop”."
          error={asked && reason.trim() === '' ? 'Say why.' : undefined}
        >
          <TextInput
            autoFocus
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  );
}

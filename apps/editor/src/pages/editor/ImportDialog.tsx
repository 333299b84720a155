import { useState } from 'react';
import { readPiece } from '../../canvas/readPiece.ts';
import { useOpenFlow } from '../../flow/FlowContext.tsx';
import { Button } from '../../parts/Button.tsx';
import { Dialog } from '../../parts/Dialog.tsx';
import { Field } from '../../parts/Field.tsx';
import { countOf } from '../../parts/format.ts';
import { TextArea } from '../../parts/TextInput.tsx';
import { showToast } from '../../parts/toast.ts';
import { useSession } from './session.tsx';

/** Takes over a flow from a file or a text: in the place of this draft, or beside what is drawn. */
export function ImportDialog() {
  const { doc } = useOpenFlow();
  const { state } = useSession();
  const [text, setText] = useState('');
  const read = readPiece(text);
  const close = () => state.setState({ dialog: null });
  const found = read.kind === 'flow' || read.kind === 'steps' ? read : null;
  const undo = () => doc.temporal.getState().undo();
  const finish = (title: string) => {
    close();
    showToast({ kind: 'success', title, action: { label: 'Undo', run: undo } });
  };
  const replace = () => {
    if (read.kind !== 'flow') return;
    // An edit like any other, unlike what a server or this browser had kept: Undo takes it back.
    doc.setState({ document: read.document });
    finish('Imported in the place of the draft');
  };
  const add = () => {
    if (!found) return;
    const lowest = Math.max(
      0,
      ...Object.values(doc.getState().document.layout ?? {}).map(([, y]) => y + 160),
    );
    doc.getState().paste(found.piece, [0, lowest]);
    finish('Imported beside what was there');
  };
  const error =
    read.kind === 'refused'
      ? read.reason
      : read.kind === 'other' && text.trim() !== ''
        ? 'This is not a Syncline flow.'
        : undefined;
  return (
    <Dialog
      open
      onClose={close}
      title="Import a flow"
      description="The published version goes on as it is. Connections are asked for by name."
      actions={
        <>
          <Button disabled={!found} onClick={add}>
            Add beside this flow
          </Button>
          <Button kind="primary" disabled={read.kind !== 'flow'} onClick={replace}>
            Replace this draft
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <input
          type="file"
          accept=".json,application/json"
          aria-label="File to import"
          onChange={(event) => {
            void event.target.files?.[0]?.text().then(setText);
          }}
        />
        <Field
          label="Or its text"
          hint={
            found
              ? `${countOf(Object.keys(found.piece.nodes).length, 'step')} found.`
              : 'What Export wrote, or steps copied from a canvas.'
          }
          error={error}
        >
          <TextArea mono rows={8} value={text} onChange={(event) => setText(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}

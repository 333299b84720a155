import { nodeNameSchema } from '@syncline/model';
import { useState } from 'react';
import { useDoc } from '../../flow/FlowContext.tsx';
import { Button } from '../../parts/Button.tsx';
import { Dialog } from '../../parts/Dialog.tsx';
import { Field } from '../../parts/Field.tsx';
import { TextArea, TextInput } from '../../parts/TextInput.tsx';
import { readTable, tableText } from './tableText.ts';

type TableDialogProps = {
  /** Empty for a new one. */
  name: string;
  onClose: () => void;
  onSaved: (name: string) => void;
};

/** A reference table as text: pasted from a spreadsheet, changed by hand. Saved with the flow, so Undo brings it back. */
export function TableDialog({ name: given, onClose, onSaved }: TableDialogProps) {
  const tables = useDoc((state) => state.document.tables);
  const setFlow = useDoc((state) => state.setFlow);
  const [name, setName] = useState(given);
  const [text, setText] = useState(() => (tables?.[given] ? tableText(tables[given]) : ''));
  const [tried, setTried] = useState(false);
  const table = readTable(text);
  const nameProblem = nameProblemOf(name, given, tables);
  const save = () => {
    setTried(true);
    if (nameProblem !== undefined || typeof table === 'string') return;
    setFlow({ tables: { ...tables, [name]: table } });
    onSaved(name);
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={given === '' ? 'New reference table' : `Change ${given}`}
      description="Kept with the flow, at most 5,000 rows. The first column is what is looked up."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" onClick={save}>
            Save table
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label="Name" required error={tried ? nameProblem : undefined}>
          <TextInput
            value={name}
            disabled={given !== ''}
            onChange={(event) => setName(event.target.value)}
            placeholder="countries"
          />
        </Field>
        <Field
          label="Rows"
          required
          error={tried && typeof table === 'string' ? table : undefined}
          hint="Paste from a spreadsheet. First line: the names of the columns."
        >
          <TextArea
            mono
            rows={12}
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder={'name\tcode\nCroatia\tHR'}
          />
        </Field>
      </div>
    </Dialog>
  );
}

function nameProblemOf(name: string, given: string, tables: object | undefined): string | undefined {
  if (given !== '') return undefined;
  if (tables && Object.hasOwn(tables, name)) return 'This name is taken. Choose another one.';
  const parsed = nodeNameSchema.safeParse(name);
  return parsed.success ? undefined : parsed.error.issues[0]?.message;
}

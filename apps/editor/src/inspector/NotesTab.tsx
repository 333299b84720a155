import { useDoc, useOpenFlow } from '../flow/FlowContext.tsx';
import { Field } from '../parts/Field.tsx';
import { TextArea } from '../parts/TextInput.tsx';
import { writeOnce } from './writeOnce.ts';

/** What people want to remember about the step. */
export function NotesTab({ name }: { name: string }) {
  const { doc } = useOpenFlow();
  const notes = useDoc((state) => state.document.nodes[name]?.notes ?? '');
  return (
    <div className="p-4">
      <Field
        label="Notes"
        hint="Who agreed on what, and when to look again. Kept with the flow and its versions."
      >
        <TextArea
          rows={8}
          maxLength={4000}
          value={notes}
          onChange={(event) =>
            writeOnce(doc, `${name} notes`, () => doc.getState().setNotes(name, event.target.value))
          }
        />
      </Field>
    </div>
  );
}

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { SegmentedControl } from '../parts/SegmentedControl.tsx';
import { TextArea } from '../parts/TextInput.tsx';
import { DraftFieldRow } from './DraftFieldRow.tsx';
import { type DraftField, fromDraft, parseRecord, toDraft } from './recordDraft.ts';

const views = [
  { value: 'form', label: 'Form' },
  { value: 'json', label: 'JSON' },
] as const;

type RecordEditorProps = {
  /** What the editing starts from. Give another `key` to start again. */
  record: unknown;
  /** The record as it stands, or null while something in it has to be put right. */
  onChange: (record: Record<string, unknown> | null) => void;
  failing?: string | null | undefined;
  /** Whether fields may be added and taken away. */
  fixed?: boolean;
};

/** Changes a record: field by field with its type, or as JSON. Both views are of the same record. */
export function RecordEditor({ record, onChange, failing, fixed = false }: RecordEditorProps) {
  const [view, setView] = useState<'form' | 'json'>('form');
  const [draft, setDraft] = useState<readonly DraftField[]>(() => startOf(record, failing));
  const [first] = useState(draft);
  const [text, setText] = useState('');
  const made = fromDraft(draft);
  const parsed = view === 'json' ? parseRecord(text) : null;

  const changeDraft = (next: readonly DraftField[]) => {
    setDraft(next);
    const result = fromDraft(next);
    onChange(result.ok ? result.record : null);
  };
  const changeText = (next: string) => {
    setText(next);
    const result = parseRecord(next);
    if (result.ok) setDraft(toDraft(result.record));
    onChange(result.ok ? result.record : null);
  };
  const show = (next: 'form' | 'json') => {
    // What is not JSON yet, or has a field to put right, has no other view.
    if (next === 'json' && made.ok) setText(JSON.stringify(made.record, null, 2));
    setView(next);
  };
  const blocked = view === 'form' ? !made.ok : parsed?.ok === false;

  return (
    <div className="flex flex-col gap-2.5">
      <div className="flex flex-wrap items-center gap-2">
        <SegmentedControl
          label="How the record is edited"
          value={view}
          segments={views}
          onChange={(next) => !blocked && show(next)}
        />
        {blocked && <span className="text-xs text-ink-3">Put it right to change the view</span>}
      </div>
      {view === 'json' ? (
        <Field label="Record as JSON" error={parsed?.ok === false ? parsed.problem : undefined}>
          <TextArea
            mono
            rows={12}
            spellCheck={false}
            value={text}
            onChange={(event) => changeText(event.target.value)}
          />
        </Field>
      ) : (
        <>
          <ul className="flex flex-col gap-1.5">
            {draft.map((field) => (
              <DraftFieldRow
                key={field.id}
                field={field}
                failing={
                  field.name === failing && field.text === first.find(({ id }) => id === field.id)?.text
                }
                problem={made.ok ? undefined : made.problems.get(field.id)}
                fixed={fixed}
                onChange={(next) => changeDraft(draft.map((one) => (one.id === next.id ? next : one)))}
                onRemove={() => changeDraft(draft.filter((one) => one.id !== field.id))}
              />
            ))}
          </ul>
          {!fixed && (
            <Button
              kind="ghost"
              size="sm"
              icon={Plus}
              className="self-start"
              onClick={() =>
                changeDraft([
                  ...draft,
                  { id: Math.max(-1, ...draft.map(({ id }) => id)) + 1, name: '', kind: 'text', text: '' },
                ])
              }
            >
              Add a field
            </Button>
          )}
        </>
      )}
    </div>
  );
}

/** The field at fault comes first, and is there to be filled in when the record does not have it. */
function startOf(record: unknown, failing: string | null | undefined): DraftField[] {
  const draft = toDraft(record);
  if (!failing) return draft;
  const found = draft.find(({ name }) => name === failing);
  if (!found) return draft;
  return [found, ...draft.filter((field) => field !== found)];
}

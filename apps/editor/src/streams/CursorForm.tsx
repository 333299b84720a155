import type { Stream } from '@syncline/model';
import { useState } from 'react';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { Icon } from '../parts/Icon.tsx';
import { statusGlyphs } from '../parts/Status.tsx';
import { TextArea } from '../parts/TextInput.tsx';

type CursorFormProps = {
  cursor: Stream['cursor'];
  busy: boolean;
  onSave: (value: unknown) => void;
  onClose: () => void;
};

/** Where the next incremental read starts, with what it means to move it. */
export function CursorForm({ cursor, busy, onSave, onClose }: CursorFormProps) {
  const [text, setText] = useState(() => JSON.stringify(cursor?.value ?? null, null, 1));
  const parsed = parse(text);
  return (
    <form
      className="flex flex-col gap-2.5 rounded-md bg-sunken p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (parsed.ok) onSave(parsed.value);
      }}
    >
      <p className="flex items-start gap-2 text-xs text-ink-2">
        <Icon of={statusGlyphs.warning} size="sm" className="mt-0.5 text-warning" />
        Moved forward, everything between is never read by this schedule; only a check finds it. Moved back,
        it is read again, and nothing is written twice. The old and the new value are kept in the audit log
        with your name.
      </p>
      <Field
        label="The next run reads from"
        hint="As JSON, in the form it has now; null reads from the beginning."
        error={parsed.ok ? undefined : parsed.problem}
      >
        <TextArea
          mono
          rows={3}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          kind="primary"
          type="submit"
          disabled={!parsed.ok}
          busy={busy ? 'Moving' : undefined}
        >
          Move the cursor
        </Button>
        <Button size="sm" onClick={() => onSave(null)} disabled={busy}>
          Read from the beginning
        </Button>
        <Button size="sm" kind="ghost" onClick={onClose}>
          Leave it
        </Button>
      </div>
    </form>
  );
}

function parse(text: string): { ok: true; value: unknown } | { ok: false; problem: string } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, problem: 'Not JSON. Text stands between quotation marks.' };
  }
}

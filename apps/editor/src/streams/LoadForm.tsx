import { useState } from 'react';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { countOf } from '../parts/format.ts';
import { SegmentedControl } from '../parts/SegmentedControl.tsx';
import { TextArea } from '../parts/TextInput.tsx';

const wishes = [
  { value: 'all', label: 'Everything' },
  { value: 'some', label: 'Some records' },
] as const;

const mostKeys = 10_000;

type LoadFormProps = { busy: boolean; onLoad: (keys: string[] | null) => void; onClose: () => void };

/** Loads what exists once more: everything, or the records that are named. */
export function LoadForm({ busy, onLoad, onClose }: LoadFormProps) {
  const [wish, setWish] = useState<'all' | 'some'>('all');
  const [text, setText] = useState('');
  const [asked, setAsked] = useState(false);
  const keys = [...new Set(text.split(/[\n,]/).map((key) => key.trim()))].filter(Boolean);
  const problem =
    keys.length === 0
      ? 'Name at least one record.'
      : keys.length > mostKeys
        ? `That are ${countOf(keys.length, 'record')}; at most 10,000 at once.`
        : undefined;
  const submit = () => {
    setAsked(true);
    if (wish === 'all') onLoad(null);
    else if (problem === undefined) onLoad(keys);
  };
  return (
    <form
      className="flex flex-col gap-2.5 rounded-md bg-sunken p-3"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <SegmentedControl label="What is loaded" value={wish} segments={wishes} onChange={setWish} />
      {wish === 'some' ? (
        <Field
          label="Ids at the source"
          hint="One a line, or between commas."
          error={asked ? problem : undefined}
          aside={keys.length > 0 ? countOf(keys.length, 'record') : undefined}
        >
          <TextArea mono rows={4} value={text} onChange={(event) => setText(event.target.value)} />
        </Field>
      ) : (
        <p className="text-xs text-ink-2">
          Everything the source holds is read. What the destinations hold already is not written again, and a
          newer state never goes back to an older one. Changes are taken as before.
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button size="sm" kind="primary" type="submit" busy={busy ? 'Starting' : undefined}>
          {wish === 'some' && keys.length > 0 ? `Load ${countOf(keys.length, 'record')}` : 'Load everything'}
        </Button>
        <Button size="sm" kind="ghost" onClick={onClose}>
          Not now
        </Button>
      </div>
    </form>
  );
}

import { type KeyboardEvent, useState } from 'react';
import { TextInput } from '../../parts/TextInput.tsx';
import { Chips } from '../Chips.tsx';
import type { KindProps } from '../formContext.ts';

/** Several texts. Enter or a comma adds one, Backspace in the empty box takes the last out. */
export function TextsField({ field, value, onChange }: KindProps) {
  const [text, setText] = useState('');
  const texts = Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
  const add = () => {
    const wanted = text.trim();
    setText('');
    if (wanted !== '' && !texts.includes(wanted)) onChange([...texts, wanted]);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault();
      add();
    } else if (event.key === 'Backspace' && text === '' && texts.length > 0) {
      onChange(texts.slice(0, -1));
    }
  };
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <Chips entries={texts} onRemove={(index) => onChange(texts.filter((_one, place) => place !== index))} />
      <TextInput
        value={text}
        placeholder={texts.length === 0 ? field.ui.placeholder : 'Add another'}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={press}
        onBlur={add}
      />
    </div>
  );
}

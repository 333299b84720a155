import { useState } from 'react';
import { Button } from '../../parts/Button.tsx';
import { TextInput } from '../../parts/TextInput.tsx';
import type { KindProps } from '../formContext.ts';

/** Dots of a fixed number: how long a secret is, is nobody's business either. */
const dots = '••••••••';

/** A secret: written, never read back. The server says only whether there is one (`true`). */
export function SecretField({ field, value, onChange }: KindProps) {
  const kept = value === true;
  const [replacing, setReplacing] = useState(false);
  if (kept && !replacing) {
    return (
      <span className="flex items-center gap-2">
        <TextInput value={dots} readOnly className="flex-1" />
        <Button onClick={() => setReplacing(true)}>Replace</Button>
      </span>
    );
  }
  return (
    <span className="flex items-center gap-2">
      <TextInput
        type="password"
        autoComplete="new-password"
        className="flex-1"
        // The one who pressed Replace wants to write here.
        autoFocus={replacing}
        value={typeof value === 'string' ? value : ''}
        placeholder={field.ui.placeholder}
        onChange={(event) => onChange(event.target.value === '' && replacing ? true : event.target.value)}
      />
      {replacing && (
        <Button
          kind="ghost"
          onClick={() => {
            setReplacing(false);
            onChange(true);
          }}
        >
          Keep the old one
        </Button>
      )}
    </span>
  );
}

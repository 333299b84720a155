import { useEffect, useState } from 'react';
import { TextArea } from '../../parts/TextInput.tsx';
import type { KindProps } from '../formContext.ts';

const write = (value: unknown): string => (value === undefined ? '' : JSON.stringify(value, null, 2));

/** A value of any shape, as JSON. Kept as typed until it can be read. */
export function JsonField({ value, onChange, field }: KindProps) {
  const [text, setText] = useState(() => write(value));
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    setText((typed) => (sameJson(typed, value) ? typed : write(value)));
  }, [value]);
  const change = (typed: string) => {
    setText(typed);
    const read = readJson(typed);
    setProblem(read.ok ? null : 'This is not JSON yet. The last readable text is kept.');
    if (read.ok) onChange(read.value);
  };
  return (
    <>
      <TextArea
        mono
        value={text}
        aria-label={field.title}
        placeholder={field.ui.placeholder}
        onChange={(event) => change(event.target.value)}
      />
      {problem && <p className="text-xs text-warning">{problem}</p>}
    </>
  );
}

type Read = { ok: true; value: unknown } | { ok: false };

function readJson(text: string): Read {
  if (text.trim() === '') return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}

function sameJson(text: string, value: unknown): boolean {
  const read = readJson(text);
  return read.ok ? JSON.stringify(read.value) === JSON.stringify(value) : true;
}

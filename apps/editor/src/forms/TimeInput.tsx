import { useEffect, useState } from 'react';
import { TextInput } from '../parts/TextInput.tsx';

type TimeInputProps = { hour: number; minute: number; onChange: (hour: number, minute: number) => void };

const write = (hour: number, minute: number) =>
  `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;

/** @example readTime('6:30') // [6, 30] */
export function readTime(text: string): [number, number] | null {
  const match = /^([01]?\d|2[0-3])[:.h ]?([0-5]\d)?$/.exec(text.trim());
  return match ? [Number(match[1]), Number(match[2] ?? 0)] : null;
}

/** A time of day on a 24-hour clock. The browser's own field would follow the machine's habits, not the product's. */
export function TimeInput({ hour, minute, onChange }: TimeInputProps) {
  const [text, setText] = useState(write(hour, minute));
  useEffect(() => setText(write(hour, minute)), [hour, minute]);
  const settle = () => {
    const read = readTime(text);
    if (read) onChange(...read);
    setText(read ? write(...read) : write(hour, minute));
  };
  return (
    <TextInput
      aria-label="Time of day"
      inputMode="numeric"
      className="w-20"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={settle}
      onKeyDown={(event) => event.key === 'Enter' && settle()}
    />
  );
}

import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useCommands } from '../../commands/useCommands.ts';
import { TextInput } from '../../parts/TextInput.tsx';

type SearchBoxProps = { value: string; summary: string; onSearch: (text: string) => void };

const pauseMs = 350;

/** The search itself: looks when the typing pauses, at once on Enter. */
export function SearchBox({ value, summary, onSearch }: SearchBoxProps) {
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setText((typed) => (typed.trim() === value ? typed : value)), [value]);
  useEffect(() => {
    // After the frame has moved the focus into the page.
    const frame = requestAnimationFrame(() => input.current?.value === '' && input.current.focus());
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer.current);
    };
  }, []);
  useCommands([
    {
      id: 'records.search',
      title: 'Search for another record',
      group: 'Records',
      keys: '/',
      run: () => input.current?.select(),
    },
  ]);
  const change = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(next.trim()), pauseMs);
  };
  return (
    <form
      className="min-w-0 flex-1"
      onSubmit={(event) => {
        event.preventDefault();
        clearTimeout(timer.current);
        onSearch(text.trim());
      }}
    >
      <TextInput
        ref={input}
        icon={Search}
        type="search"
        enterKeyHint="search"
        aria-label="E-mail, phone or id"
        placeholder="E-mail, phone or id in any system"
        value={text}
        onChange={(event) => change(event.target.value)}
        end={
          <span role="status" className="max-wide:hidden">
            {summary}
          </span>
        }
        className="h-(--control-lg)! w-full [&>input]:text-md [&>input::-webkit-search-cancel-button]:hidden"
      />
      {summary && <p className="pt-1 text-xs text-ink-3 wide:hidden">{summary}</p>}
    </form>
  );
}

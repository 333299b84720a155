import { useEffect, useRef, useState } from 'react';
import { useDoc, useOpenFlow } from '../../flow/FlowContext.tsx';
import { joinClasses } from '../../parts/classes.ts';

/** The flow's name; a press turns it into a field. Enter keeps the new one, Escape the old. */
export function FlowName({ large }: { large?: boolean }) {
  const { doc } = useOpenFlow();
  const name = useDoc((state) => state.document.name);
  const [draft, setDraft] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const writing = draft !== null;
  useEffect(() => {
    if (!writing) return;
    field.current?.focus();
    field.current?.select();
  }, [writing]);
  useEffect(() => {
    document.title = `${name} · Syncline`;
  }, [name]);
  const end = (keep: boolean) => {
    const next = draft?.trim() ?? '';
    if (keep && next !== '' && next !== name) doc.getState().setFlow({ name: next });
    setDraft(null);
  };
  const look = large ? 'text-lg leading-5 tracking-[-.015em]' : 'text-md tracking-[-.012em]';
  if (draft !== null) {
    return (
      <input
        ref={field}
        aria-label="Name of the flow"
        value={draft}
        maxLength={120}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => end(true)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'Escape') return;
          event.preventDefault();
          event.stopPropagation();
          end(event.key === 'Enter');
        }}
        className={joinClasses(
          'h-(--control) w-72 min-w-0 rounded-sm border border-line-strong bg-panel px-1.5 font-semibold',
          look,
        )}
      />
    );
  }
  return (
    <h1 className={joinClasses('min-w-0', look)}>
      <button
        type="button"
        aria-label={`${name}, rename`}
        title={name}
        onClick={() => setDraft(name)}
        className="block min-h-(--target) max-w-full cursor-text! truncate rounded-sm px-1 hover:bg-hover"
      >
        {name}
      </button>
    </h1>
  );
}

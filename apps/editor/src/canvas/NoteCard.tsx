import { useEffect, useRef, useState } from 'react';
import type { NodeProps } from 'reactflow';
import { useDoc, useOpenFlow } from '../flow/FlowContext.tsx';
import { joinClasses } from '../parts/classes.ts';
import { noteSize } from './cardSize.ts';
import { type CanvasNode, noteIndex } from './flowNodes.ts';
import { type NoteBox, NoteSizer } from './NoteSizer.tsx';

/** A sticky note: plain text. A press on it writes; the document hears of it once, when the writing ends. */
export default function NoteCard({ id, selected }: NodeProps<CanvasNode>) {
  const { doc } = useOpenFlow();
  const index = noteIndex(id) ?? 0;
  const note = useDoc(({ document }) => document.notes?.[index]);
  const text = note?.text ?? '';
  const [sized, setSized] = useState<NoteBox | null>(null);
  const [draft, setDraft] = useState<string | null>(text === '' ? '' : null);
  const field = useRef<HTMLTextAreaElement>(null);
  const writing = draft !== null;
  useEffect(() => {
    if (writing) field.current?.focus();
  }, [writing]);

  const change = (part: { text?: string; size?: [number, number]; at?: [number, number] }) => {
    const notes = doc.getState().document.notes ?? [];
    doc.getState().setFlow({ notes: notes.map((note, at) => (at === index ? { ...note, ...part } : note)) });
  };
  const end = () => {
    if (draft !== null && draft !== text) change({ text: draft.slice(0, 4000) });
    setDraft(null);
  };
  const [x, y] = note?.at ?? [0, 0];
  const [width, height] = note?.size ?? [noteSize.width, noteSize.height];
  const box = { x, y, width, height };
  // While a corner is held the card alone changes; the document hears of it once.
  const shown = sized && {
    width: sized.width,
    height: sized.height,
    transform: `translate(${sized.x - x}px, ${sized.y - y}px)`,
  };
  const [first = '', ...rest] = text.split('\n');
  return (
    <div className="relative h-full w-full" style={shown ?? undefined}>
      <div
        className={joinClasses(
          'h-full w-full overflow-hidden rounded-md border border-dashed bg-page px-[11px] py-[9px] text-xs leading-[17px] text-ink-2',
          selected ? 'border-accent' : 'border-line-strong hover:border-edge-strong',
        )}
      >
        {writing ? (
          <textarea
            ref={field}
            aria-label="Note"
            value={draft}
            maxLength={4000}
            placeholder="Who owns this, what to know"
            onChange={(event) => setDraft(event.target.value)}
            onBlur={end}
            onKeyDown={(event) => {
              event.stopPropagation();
              if (event.key === 'Escape') field.current?.blur();
            }}
            className="nodrag nopan nowheel h-full w-full resize-none bg-transparent outline-none"
          />
        ) : (
          <button
            type="button"
            aria-label={`Note: ${text || 'empty'}`}
            onDoubleClick={() => setDraft(text)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              event.stopPropagation();
              setDraft(text);
            }}
            className="flex h-full w-full cursor-default! flex-col text-left whitespace-pre-line"
          >
            <b className="font-semibold text-ink">{first || 'Empty note'}</b>
            {rest.length > 0 && <span>{rest.join('\n')}</span>}
          </button>
        )}
      </div>
      {selected && (
        <NoteSizer
          box={box}
          onSize={setSized}
          onEnd={(end) => {
            setSized(null);
            if (end)
              change({
                at: [Math.round(end.x), Math.round(end.y)],
                size: [Math.round(end.width), Math.round(end.height)],
              });
          }}
        />
      )}
    </div>
  );
}

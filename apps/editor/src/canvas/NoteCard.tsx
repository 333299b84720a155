import { memo, useEffect, useRef, useState } from 'react';
import { type NodeProps, NodeResizer } from 'reactflow';
import { useDoc, useOpenFlow } from '../flow/FlowContext.tsx';
import { joinClasses } from '../parts/classes.ts';
import { type CanvasNode, noteIndex } from './flowNodes.ts';

/** A sticky note: plain text. A press on it writes; the document hears of it once, when the writing ends. */
export const NoteCard = memo(
  function NoteCard({ id, selected }: NodeProps<CanvasNode>) {
    const { doc } = useOpenFlow();
    const index = noteIndex(id) ?? 0;
    const text = useDoc(({ document }) => document.notes?.[index]?.text ?? '');
    const [draft, setDraft] = useState<string | null>(text === '' ? '' : null);
    const field = useRef<HTMLTextAreaElement>(null);
    const writing = draft !== null;
    useEffect(() => {
      if (writing) field.current?.focus();
    }, [writing]);

    const change = (part: { text?: string; size?: [number, number]; at?: [number, number] }) => {
      const notes = doc.getState().document.notes ?? [];
      doc
        .getState()
        .setFlow({ notes: notes.map((note, at) => (at === index ? { ...note, ...part } : note)) });
    };
    const end = () => {
      if (draft !== null && draft !== text) change({ text: draft.slice(0, 4000) });
      setDraft(null);
    };
    const [first = '', ...rest] = text.split('\n');
    return (
      <div
        className={joinClasses(
          'h-full w-full overflow-hidden rounded-md border border-dashed bg-page px-[11px] py-[9px] text-xs leading-[17px] text-ink-2',
          selected ? 'border-accent' : 'border-line-strong hover:border-edge-strong',
        )}
      >
        {selected && (
          <NodeResizer
            minWidth={120}
            minHeight={44}
            lineClassName="border-transparent!"
            handleClassName="size-2! rounded-full! border-accent! bg-panel!"
            onResizeEnd={(_event, { x, y, width, height }) =>
              change({
                at: [Math.round(x), Math.round(y)],
                size: [Math.round(width), Math.round(height)],
              })
            }
          />
        )}
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
    );
  },
  (before, after) => before.id === after.id && before.selected === after.selected,
);

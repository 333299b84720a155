import { memo, Suspense } from 'react';
import type { NodeProps } from 'reactflow';
import { lazyPart } from '../parts/lazyPart.ts';
import type { CanvasNode } from './flowNodes.ts';

const NoteCard = lazyPart(() => import('./NoteCard.tsx'));

/** A note, whose code loads with the first one. Its box is already as large as the note. */
export const LazyNote = memo(
  function LazyNote(props: NodeProps<CanvasNode>) {
    return (
      <Suspense
        fallback={<div className="h-full w-full rounded-md border border-line border-dashed bg-page" />}
      >
        <NoteCard {...props} />
      </Suspense>
    );
  },
  (before, after) => before.id === after.id && before.selected === after.selected,
);

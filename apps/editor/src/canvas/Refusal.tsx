import { useEffect } from 'react';
import { useOpenFlow } from '../flow/FlowContext.tsx';
import { Button } from '../parts/Button.tsx';
import { useCanvas, useCanvasStore } from './CanvasContext.tsx';
import { speak } from './canvasStore.ts';
import { titleOf } from './titleOf.ts';

const shownFor = { words: 4000, offer: 12_000 };

/** Why a line was not drawn, where it was dropped, and what would make it fit. Also spoken. */
export function Refusal() {
  const open = useOpenFlow();
  const store = useCanvasStore();
  const refusal = useCanvas((state) => state.refusal);
  useEffect(() => {
    if (!refusal) return;
    const time = refusal.remedy ? shownFor.offer : shownFor.words;
    const timer = setTimeout(() => store.setState({ refusal: null }), time);
    return () => clearTimeout(timer);
  }, [refusal, store]);
  if (!refusal) return null;
  const { x, y, reason, remedy } = refusal;
  const take = () => {
    store.setState({ refusal: null });
    if (remedy?.kind === 'insert') {
      store.setState({ picker: { task: { kind: 'add', into: remedy.into }, screen: { x, y } } });
    } else if (remedy) {
      const [from, to] = remedy.edge;
      open.doc.getState().connect(remedy.edge);
      speak(store, `${titleOf(open, from)} now goes to ${titleOf(open, to)}.`);
    }
  };
  return (
    <div
      style={{ left: `min(${x + 12}px, 100% - 272px)`, top: `min(${y + 10}px, 100% - 120px)` }}
      className="pointer-events-none absolute z-(--z-popover) flex max-w-64 animate-appear flex-col gap-1.5 rounded-md border border-line bg-raised px-2.5 py-1.5 text-xs shadow-float"
    >
      <p className="text-failed">{reason}</p>
      {remedy && (
        <>
          <p className="text-ink-2">{remedy.words}</p>
          <Button size="sm" onClick={take} className="pointer-events-auto self-start">
            {remedy.button}
          </Button>
        </>
      )}
    </div>
  );
}

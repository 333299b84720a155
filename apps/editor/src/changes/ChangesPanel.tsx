import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useCanvasStore } from '../canvas/CanvasContext.tsx';
import { speak } from '../canvas/canvasStore.ts';
import { useOpenFlow } from '../flow/FlowContext.tsx';
import { useFlowFacts } from '../pages/editor/session.tsx';
import { Button } from '../parts/Button.tsx';
import { countOf } from '../parts/format.ts';
import { IconButton } from '../parts/IconButton.tsx';
import { showToast } from '../parts/toast.ts';
import { ChangeList } from './ChangeList.tsx';
import { useChangeCount, usePublished } from './useChanges.ts';

/** The draft beside the version that runs, in words, and the way back to that version. */
export default function ChangesPanel() {
  const { doc, ui } = useOpenFlow();
  const canvas = useCanvasStore();
  const { version } = useFlowFacts();
  const published = usePublished();
  const count = useChangeCount();
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.focus(), []);
  const close = () => ui.getState().set({ changesOpen: false });
  const goBack = () => {
    if (!published) return;
    const { layout, notes } = doc.getState().document;
    // What lies where is not part of a version's work; steps the version alone has come with their place.
    const places = { ...published.layout, ...layout };
    const kept = Object.fromEntries(Object.entries(places).filter(([step]) => published.nodes[step]));
    doc.setState({ document: { ...published, layout: kept, ...(notes && { notes }) } });
    ui.getState().set({ changesOpen: false, selection: [], selectedEdges: [], open: null });
    speak(canvas, `The draft is version ${version} again.`);
    showToast({
      title: `The draft is version ${version} again`,
      detail: 'Undo brings your changes back.',
    });
  };
  return (
    <section
      ref={box}
      aria-label="Changes"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
      className="absolute top-3 left-3 z-(--z-sticky) flex max-h-[calc(100%-110px)] w-[380px] max-w-[calc(100%-24px)] animate-appear flex-col overflow-hidden rounded-lg border border-line bg-raised shadow-float outline-none"
    >
      <header className="flex items-center gap-2 border-b border-line py-2 pr-2 pl-3">
        <h2 className="flex-1">
          {count === 0
            ? `The same as version ${version}`
            : `${countOf(count, 'change')} since version ${version}`}
        </h2>
        <IconButton size="sm" icon={X} label="Close" onClick={close} />
      </header>
      <div className="min-h-0 overflow-y-auto">
        <ChangeList onStep={(step) => ui.getState().openStep(step)} />
      </div>
      {count > 0 && (
        <footer className="flex items-center gap-2 border-t border-line px-3 py-2 text-xs text-ink-3">
          <span className="flex-1">Version {version} runs until you publish.</span>
          <Button size="sm" onClick={goBack}>
            Back to version {version}
          </Button>
        </footer>
      )}
    </section>
  );
}

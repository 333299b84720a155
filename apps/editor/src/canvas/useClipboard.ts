import { type RefObject, useEffect } from 'react';
import { useReactFlow } from 'reactflow';
import { useOpenFlow } from '../flow/FlowContext.tsx';
import { showToast } from '../parts/toast.ts';
import { useCanvasStore } from './CanvasContext.tsx';
import { speak } from './canvasStore.ts';
import { deleteChosen } from './changeSteps.ts';
import { looksLikePiece, writePiece } from './writePiece.ts';

/** Copy, cut and paste through the clipboard as text, so steps travel between tabs, machines and messages. */
export function useClipboard(root: RefObject<HTMLElement | null>): void {
  const open = useOpenFlow();
  const store = useCanvasStore();
  const flow = useReactFlow();
  useEffect(() => {
    const { doc, ui } = open;
    const isHere = (event: ClipboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest('input, textarea, [contenteditable=true], [role=dialog]')) return false;
      const surface = root.current;
      return surface !== null && target !== null && (target.contains(surface) || surface.contains(target));
    };
    const copy = (event: ClipboardEvent) => {
      const { document: flowDocument } = doc.getState();
      const names = ui.getState().selection.filter((name) => flowDocument.nodes[name]);
      if (!isHere(event) || names.length === 0 || !window.getSelection()?.isCollapsed) return;
      event.clipboardData?.setData('text/plain', writePiece(flowDocument, names));
      event.preventDefault();
      const words = names.length === 1 ? '1 step' : `${names.length} steps`;
      if (event.type === 'cut') deleteChosen(open, names, []);
      speak(store, event.type === 'cut' ? `Cut ${words}.` : `Copied ${words}.`);
    };
    const paste = (event: ClipboardEvent) => {
      if (!isHere(event)) return;
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (!looksLikePiece(text)) return;
      event.preventDefault();
      void take(text);
    };
    const take = async (text: string) => {
      const { readPiece } = await import('./readPiece.ts');
      const read = readPiece(text);
      if (read.kind === 'other') return;
      if (read.kind === 'refused') {
        showToast({ kind: 'warning', title: 'Nothing was pasted', detail: read.reason });
        return;
      }
      const box = root.current?.getBoundingClientRect();
      const middle = flow.screenToFlowPosition({
        x: (box?.left ?? 0) + (box?.width ?? 800) / 3,
        y: (box?.top ?? 0) + (box?.height ?? 600) / 3,
      });
      const names = doc.getState().paste(read.piece, [Math.round(middle.x), Math.round(middle.y)]);
      ui.getState().set({ selection: names, selectedEdges: [] });
      speak(store, names.length === 1 ? 'Pasted 1 step.' : `Pasted ${names.length} steps.`);
    };
    document.addEventListener('copy', copy);
    document.addEventListener('cut', copy);
    document.addEventListener('paste', paste);
    return () => {
      document.removeEventListener('copy', copy);
      document.removeEventListener('cut', copy);
      document.removeEventListener('paste', paste);
    };
  }, [open, store, flow, root]);
}

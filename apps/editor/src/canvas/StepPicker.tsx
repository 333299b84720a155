import { type RefObject, useEffect, useMemo, useRef } from 'react';
import { useReactFlow } from 'reactflow';
import { useOpenFlow } from '../flow/FlowContext.tsx';
import { useCanvas, useCanvasStore } from './CanvasContext.tsx';
import { ChoiceList } from './ChoiceList.tsx';
import { pickerChoices, pickerWords } from './pickerChoices.ts';
import { takeChoice } from './takeChoice.ts';
import { titleOf } from './titleOf.ts';

const width = 320;
const height = 380;

/** The list that opens for adding, connecting and finding: at the pointer, above the dock, or in the middle. */
export default function StepPicker({ root }: { root: RefObject<HTMLElement | null> }) {
  const open = useOpenFlow();
  const store = useCanvasStore();
  const flow = useReactFlow();
  const picker = useCanvas((state) => state.picker);
  const box = useRef<HTMLDivElement>(null);
  const choices = useMemo(() => (picker ? pickerChoices(open, picker.task) : []), [open, picker]);

  useEffect(() => {
    if (!picker) return;
    const close = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target))
        store.setState({ picker: null });
    };
    window.addEventListener('pointerdown', close, true);
    return () => window.removeEventListener('pointerdown', close, true);
  }, [picker, store]);

  if (!picker) return null;
  const words = pickerWords(picker.task, (name) => titleOf(open, name));
  const area = root.current?.getBoundingClientRect();
  const room = { width: area?.width ?? 800, height: area?.height ?? 600 };
  const wished = picker.screen ?? {
    x: (room.width - width) / 2,
    y: Math.max(40, (room.height - height) / 3),
  };
  const fromDock = picker.screen !== undefined && picker.screen.y > room.height - 100;
  const left = Math.max(8, Math.min(wished.x, room.width - width - 8));
  const place = fromDock
    ? { left, bottom: room.height - wished.y, maxHeight: Math.max(160, wished.y - 16) }
    : { left, top: Math.max(8, Math.min(wished.y, room.height - height - 8)), maxHeight: height };

  const leave = (name: string | null) => {
    store.setState({ picker: null });
    requestAnimationFrame(() => {
      const step = name && root.current?.querySelector<HTMLElement>(`[data-step="${CSS.escape(name)}"]`);
      if (step) step.focus({ preventScroll: true });
      else root.current?.focus({ preventScroll: true });
    });
  };
  const middle = () =>
    flow.screenToFlowPosition({
      x: (area?.left ?? 0) + room.width / 2,
      y: (area?.top ?? 0) + room.height / 2 - 30,
    });
  return (
    <div ref={box} style={{ width, ...place }} className="absolute z-(--z-popover) flex flex-col">
      <ChoiceList
        label={words.label}
        empty={words.empty}
        choices={choices}
        onChoose={(choice) => {
          const name = takeChoice(open, store, picker, choice.id, middle());
          if (name !== null && picker.task.kind !== 'connect') {
            const node = flow.getNode(name);
            if (node && picker.task.kind === 'find')
              void flow.setCenter(node.position.x + 88, node.position.y + 37, {
                zoom: Math.max(0.8, flow.getZoom()),
                duration: 180,
              });
          }
          leave(name);
        }}
        onLeave={() => leave(open.ui.getState().selection[0] ?? null)}
      />
    </div>
  );
}

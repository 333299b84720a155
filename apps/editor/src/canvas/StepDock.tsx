import { Search, StickyNote } from 'lucide-react';
import { memo, type PointerEvent, type RefObject, useRef } from 'react';
import { useReactFlow } from 'reactflow';
import { useOpenFlow } from '../flow/FlowContext.tsx';
import { Icon } from '../parts/Icon.tsx';
import { useCanvasStore } from './CanvasContext.tsx';
import { card } from './cardSize.ts';
import { addNote, addStep } from './changeSteps.ts';
import { freePort } from './connect.ts';
import { definitionsOf } from './definitions.ts';
import { edgeUnder } from './edgeUnder.ts';
import { families } from './families.ts';

const dragAfter = 6;
const button =
  'flex h-[50px] w-16 touch-none flex-col items-center justify-center gap-[3px] rounded-md text-2xs leading-[13px] font-medium text-ink-2 select-none hover:bg-hover hover:text-ink';

/** Steps to add: a press adds after the chosen step, a drag puts it where it is dropped, on a line into that line. */
export const StepDock = memo(function StepDock({ root }: { root: RefObject<HTMLElement | null> }) {
  const open = useOpenFlow();
  const store = useCanvasStore();
  const flow = useReactFlow();
  const drag = useRef<{ id: string; x: number; y: number; moved: boolean } | null>(null);

  const middle = () => {
    const box = root.current?.getBoundingClientRect();
    return flow.screenToFlowPosition({
      x: (box?.left ?? 0) + (box?.width ?? 800) / 2,
      y: (box?.top ?? 0) + (box?.height ?? 600) / 2 - 30,
    });
  };
  const entriesOf = (id: string) => {
    const family = families.find((candidate) => candidate.id === id);
    return family ? open.catalogue.nodes.filter(family.has) : [];
  };
  const chosen = () => {
    const { selection } = open.ui.getState();
    const { document } = open.doc.getState();
    const name = selection.length === 1 ? selection[0] : undefined;
    const port =
      name && document.nodes[name] ? freePort(document, name, definitionsOf(open.catalogue)) : null;
    return name && port !== null ? { from: { name, port } } : {};
  };

  const press = (id: string, box: DOMRect) => {
    if (id === 'note') {
      // Top left of what is seen: notes stand beside the steps, not on them.
      const area = root.current?.getBoundingClientRect();
      return addNote(
        open,
        flow.screenToFlowPosition({ x: (area?.left ?? 0) + 24, y: (area?.top ?? 0) + 64 }),
      );
    }
    if (id === 'find') return store.setState({ picker: { task: { kind: 'find' } } });
    const entries = entriesOf(id);
    const [entry] = entries;
    const many = id === 'trigger' || id === 'schedule' || id === 'write' || entries.length > 1;
    if (!many && entry) {
      addStep(open, { entry, ...chosen() }, middle());
      return;
    }
    const at = root.current?.getBoundingClientRect();
    const screen = { x: box.left - (at?.left ?? 0), y: box.top - (at?.top ?? 0) - 8 };
    store.setState({ picker: { task: { kind: 'add', family: id, ...chosen() }, screen } });
  };

  const drop = (id: string, x: number, y: number) => {
    const box = root.current?.getBoundingClientRect();
    if (!box || x < box.left || x > box.right || y < box.top || y > box.bottom) return;
    const point = flow.screenToFlowPosition({ x, y });
    const at = { x: point.x - card.width / 2, y: point.y - card.height / 2 };
    const into = edgeUnder(x, y) ?? undefined;
    if (id === 'note') return addNote(open, at);
    const entries = entriesOf(id);
    const [entry] = entries;
    const where = into === undefined ? {} : { into };
    if (entries.length === 1 && entry) addStep(open, { entry, at, ...where }, at);
    else
      store.setState({
        picker: {
          task: { kind: 'add', family: id, ...where },
          at,
          screen: { x: x - box.left, y: y - box.top },
        },
      });
  };

  const handlers = (id: string) => ({
    onPointerDown: (event: PointerEvent<HTMLButtonElement>) => {
      if (event.button !== 0 || id === 'find') return;
      drag.current = { id, x: event.clientX, y: event.clientY, moved: false };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<HTMLButtonElement>) => {
      const now = drag.current;
      if (!now) return;
      now.moved ||= Math.hypot(event.clientX - now.x, event.clientY - now.y) > dragAfter;
      if (!now.moved) return;
      store.setState({
        dragging: { family: id, x: event.clientX, y: event.clientY },
        dropEdge: id === 'note' ? null : edgeUnder(event.clientX, event.clientY),
      });
    },
    onPointerUp: (event: PointerEvent<HTMLButtonElement>) => {
      const now = drag.current;
      store.setState({ dragging: null, dropEdge: null });
      if (now?.moved) drop(id, event.clientX, event.clientY);
    },
    onPointerCancel: () => {
      drag.current = null;
      store.setState({ dragging: null, dropEdge: null });
    },
    onClick: (event: { currentTarget: HTMLButtonElement }) => {
      // The click that ends a drag is not a press.
      const moved = drag.current?.moved ?? false;
      drag.current = null;
      if (!moved) press(id, event.currentTarget.getBoundingClientRect());
    },
  });

  const shown = families.filter((family) => open.catalogue.nodes.some(family.has));
  return (
    <div
      role="toolbar"
      aria-label="Add a step"
      className="absolute bottom-3.5 left-1/2 z-(--z-panel) flex -translate-x-1/2 gap-px rounded-lg border border-line bg-raised p-1 shadow-float"
    >
      {shown.map((family) => (
        <span key={family.id} className="contents">
          {family.begins && <Rule />}
          <button type="button" className={button} {...handlers(family.id)}>
            <Icon of={family.icon} />
            {family.label}
          </button>
        </span>
      ))}
      <button type="button" className={button} {...handlers('note')}>
        <Icon of={StickyNote} />
        Note
      </button>
      <Rule />
      <button type="button" className={button} {...handlers('find')}>
        <Icon of={Search} />
        <span>
          Find <span className="sr-only">a step</span>
        </span>
      </button>
    </div>
  );
});

function Rule() {
  return <span className="mx-1 my-1.5 w-px bg-line" />;
}

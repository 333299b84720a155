import { memo, type PointerEvent, useEffect, useMemo, useRef } from 'react';
import { useReactFlow, useStore } from 'reactflow';
import { useDoc, useOpenFlow, useUi } from '../flow/FlowContext.tsx';
import { card } from './cardSize.ts';
import { definitionsOf } from './definitions.ts';
import { heightOf, placeOf } from './flowNodes.ts';
import { type Box, boxAround } from './openingView.ts';

const size = { width: 112, height: 60 };
const margin = 12;

/**
 * The whole flow in the corner; drag or press in it to move the view. Only for pointers: arrow keys go step by step.
 * Our own: the library's map would weigh three times as much in the first load.
 */
export const CanvasMap = memo(function CanvasMap() {
  const { catalogue } = useOpenFlow();
  const flow = useReactFlow();
  const document = useDoc((state) => state.document);
  const selection = useUi((state) => state.selection);
  const [left, top, zoom] = useStore((state) => state.transform);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const map = useRef<SVGSVGElement>(null);

  // Panning redraws the frame and none of the steps.
  const steps = useMemo(
    () =>
      Object.keys(document.nodes).map((name) => ({
        name,
        ...placeOf(document, name),
        width: card.width,
        height: heightOf(document, name, definitionsOf(catalogue)),
      })),
    [document, catalogue],
  );
  const around = useMemo(() => (steps.length === 0 ? null : boxAround(steps)), [steps]);
  // One shape for all: a thousand of them would be drawn again with every selection.
  const drawn = useMemo(() => outlineOf(steps), [steps]);
  const chosen = useMemo(
    () => outlineOf(steps.filter(({ name }) => selection.includes(name))),
    [steps, selection],
  );
  const seen = { x: -left / zoom, y: -top / zoom, width: width / zoom, height: height / zoom };
  const box = around ? boxAround([around, seen]) : seen;
  // The view box has the map's own proportions, so a press is turned into a place by one factor.
  const scale = Math.max(box.width / (size.width - margin), box.height / (size.height - margin));
  const shown = {
    x: box.x + box.width / 2 - (scale * size.width) / 2,
    y: box.y + box.height / 2 - (scale * size.height) / 2,
  };

  const go = (event: PointerEvent<SVGSVGElement>) => {
    if (event.buttons !== 1) return;
    const place = event.currentTarget.getBoundingClientRect();
    event.currentTarget.setPointerCapture(event.pointerId);
    void flow.setCenter(
      shown.x + (event.clientX - place.left) * scale,
      shown.y + (event.clientY - place.top) * scale,
      { zoom },
    );
  };
  useEffect(() => {
    const surface = map.current;
    // React listens to the wheel passively, and the page's own zoom must be held back.
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      void flow.zoomTo(flow.getZoom() * 2 ** (-event.deltaY * 0.002));
    };
    surface?.addEventListener('wheel', turn, { passive: false });
    return () => surface?.removeEventListener('wheel', turn);
  }, [flow]);

  return (
    <div className="absolute right-3 bottom-3.5 z-(--z-panel) hidden overflow-hidden rounded-lg border border-line bg-raised p-1 shadow-float desk:block">
      <svg
        ref={map}
        aria-hidden="true"
        {...size}
        viewBox={`${shown.x} ${shown.y} ${scale * size.width} ${scale * size.height}`}
        onPointerDown={go}
        onPointerMove={go}
        className="block touch-none"
      >
        <path d={drawn} fill="var(--edge)" />
        <path d={chosen} fill="var(--accent)" />
        <rect
          {...seen}
          rx={2 * scale}
          fill="none"
          stroke="var(--line-control)"
          strokeWidth={2}
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </div>
  );
});

const outlineOf = (boxes: readonly Box[]): string =>
  boxes.map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}z`).join('');

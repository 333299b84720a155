import type { ReactFlowInstance } from 'reactflow';
import { card } from './cardSize.ts';

const margin = { side: 24, top: 40, foot: 96 };

/** Moves the view just as far as needed to see a step whole, clear of the dock. */
export function revealStep(
  flow: Pick<ReactFlowInstance, 'flowToScreenPosition' | 'getViewport' | 'setViewport'>,
  root: HTMLElement | null,
  place: { x: number; y: number },
): void {
  const box = root?.getBoundingClientRect();
  if (!box || box.width === 0) return;
  const { x: viewX, y: viewY, zoom } = flow.getViewport();
  const at = flow.flowToScreenPosition(place);
  const right = at.x + card.width * zoom;
  const bottom = at.y + card.height * zoom;
  const dx = shift(at.x, right, box.left + margin.side, box.right - margin.side);
  const dy = shift(at.y, bottom, box.top + margin.top, box.bottom - margin.foot);
  if (dx === 0 && dy === 0) return;
  void flow.setViewport({ x: viewX + dx, y: viewY + dy, zoom }, { duration: 120 });
}

function shift(start: number, end: number, from: number, to: number): number {
  if (start < from) return from - start;
  return end > to ? to - end : 0;
}

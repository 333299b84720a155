export type Side = 'top' | 'right' | 'bottom' | 'left';

type Box = { left: number; top: number; width: number; height: number };

const gap = 6;
const margin = 8;
const opposite: Record<Side, Side> = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' };

/**
 * Where a small floating box goes beside its anchor: on the wished side, on the other when there is no room, and
 * never out of the window.
 */
export function placeBeside(
  anchor: Box,
  size: { width: number; height: number },
  view: { width: number; height: number },
  side: Side,
): { left: number; top: number } {
  const wished = offsetTo(anchor, size, side);
  const place = fits(wished, size, view) ? wished : offsetTo(anchor, size, opposite[side]);
  return {
    left: Math.max(margin, Math.min(place.left, view.width - size.width - margin)),
    top: Math.max(margin, Math.min(place.top, view.height - size.height - margin)),
  };
}

function offsetTo(anchor: Box, size: { width: number; height: number }, side: Side) {
  const middle = {
    left: anchor.left + (anchor.width - size.width) / 2,
    top: anchor.top + (anchor.height - size.height) / 2,
  };
  switch (side) {
    case 'top':
      return { left: middle.left, top: anchor.top - size.height - gap };
    case 'bottom':
      return { left: middle.left, top: anchor.top + anchor.height + gap };
    case 'left':
      return { left: anchor.left - size.width - gap, top: middle.top };
    case 'right':
      return { left: anchor.left + anchor.width + gap, top: middle.top };
  }
}

function fits(
  place: { left: number; top: number },
  size: { width: number; height: number },
  view: { width: number; height: number },
): boolean {
  return (
    place.left >= 0 &&
    place.top >= 0 &&
    place.left + size.width <= view.width &&
    place.top + size.height <= view.height
  );
}

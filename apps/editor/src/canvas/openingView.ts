/** Steps can be read down to here; further out they are blocks of colour. */
const readable = 0.45;
/** What a flow too large to be read whole opens at: cards in full, with room for a few lines of them. */
const closeUp = 0.8;
const margin = { x: 56, y: 72 };
/** Share of the room that stays free around a flow seen whole. */
const padding = 0.18;

export type Box = { x: number; y: number; width: number; height: number };

export function boxAround(boxes: readonly Box[]): Box {
  let [x, y, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const box of boxes) {
    x = Math.min(x, box.x);
    y = Math.min(y, box.y);
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  return { x, y, width: right - x, height: bottom - y };
}

/**
 * Where the canvas looks when a flow opens: at all of it, or, when that would make blocks of its steps, at its
 * beginning. The beginning of a thousand steps is there at once and can be read; "Fit" shows the rest.
 */
export function openingView(
  steps: readonly Box[],
  room: { width: number; height: number },
): { x: number; y: number; zoom: number } {
  const [first] = steps;
  if (!first) return { x: 0, y: 0, zoom: 1 };
  const all = boxAround(steps);
  const whole = Math.min(
    room.width / (all.width * (1 + padding)),
    room.height / (all.height * (1 + padding)),
    1,
  );
  if (whole >= readable) {
    return {
      x: room.width / 2 - (all.x + all.width / 2) * whole,
      y: room.height / 2 - (all.y + all.height / 2) * whole,
      zoom: whole,
    };
  }
  return {
    x: alongOne(first.x, all.x, all.width, room.width / closeUp, margin.x) * closeUp,
    y: alongOne(first.y, all.y, all.height, room.height / closeUp, margin.y) * closeUp,
    zoom: closeUp,
  };
}

/** Shift along one axis: what fits is centred; else the first step is shown, with no more empty room than the margin. */
function alongOne(first: number, start: number, length: number, room: number, edge: number): number {
  if (length + 2 * edge <= room) return (room - length) / 2 - start;
  const from = Math.min(first - room / 4, start + length + edge - room);
  return -Math.max(from, start - edge);
}

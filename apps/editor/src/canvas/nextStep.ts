import type { FlowDocument } from '@syncline/model';
import { placeOf } from './flowNodes.ts';
import { orderOf } from './flowOrder.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/**
 * The step an arrow key goes to: the nearest one on that side, where straying sideways counts double. Without a start, the
 * first of the flow.
 */
export function stepBeside(document: FlowDocument, from: string | null, direction: Direction): string | null {
  const { names } = orderOf(document);
  if (from === null || !document.nodes[from]) return names[0] ?? null;
  const start = placeOf(document, from);
  const horizontal = direction === 'left' || direction === 'right';
  const sign = direction === 'right' || direction === 'down' ? 1 : -1;
  let best: string | null = null;
  let shortest = Number.POSITIVE_INFINITY;
  for (const name of names) {
    if (name === from) continue;
    const place = placeOf(document, name);
    const along = (horizontal ? place.x - start.x : place.y - start.y) * sign;
    const aside = Math.abs(horizontal ? place.y - start.y : place.x - start.x);
    if (along <= 0) continue;
    const distance = along + aside * 2;
    if (distance < shortest) {
      shortest = distance;
      best = name;
    }
  }
  return best;
}

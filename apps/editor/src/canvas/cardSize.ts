import type { NodePorts } from '@syncline/model';

/** Fixed, so that nothing has to be measured before a line can be drawn. */
export const card = { width: 176, height: 74, head: 46, row: 24, port: 10, border: 1 };
export const noteSize = { width: 206, height: 78 };

/** A branch has a row for each way out in the place of the foot. */
export const cardHeight = (rows: number): number =>
  rows < 2 ? card.height : card.head + rows * card.row + 1;

export interface PortPlace {
  id: string;
  type: 'source' | 'target';
  x: number;
  y: number;
}

/** Top left corners of the ports inside the card; their middles lie on the inner side of its border. */
export function portPlaces(ports: NodePorts, rows: boolean): PortPlace[] {
  const height = cardHeight(rows ? ports.out.length : 0);
  const half = card.port / 2 - card.border;
  const middle = height / 2 - half;
  const inlet: PortPlace[] = ports.in === 0 ? [] : [{ id: 'in', type: 'target', x: -half, y: middle }];
  const outlets = ports.out.map((id, index): PortPlace => {
    const y = rows ? card.head + index * card.row + card.row / 2 - half : middle;
    return { id, type: 'source', x: card.width - card.border - card.port / 2, y };
  });
  return [...inlet, ...outlets];
}

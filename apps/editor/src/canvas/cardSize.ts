import type { NodePorts } from '@syncline/model';

/** Fixed, so that nothing has to be measured before a line can be drawn. */
export const card = { width: 176, height: 74, head: 46, row: 24, port: 10 };
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

/** Top left corners of the ports inside the card; their middles lie on its edges. */
export function portPlaces(ports: NodePorts, rows: boolean): PortPlace[] {
  const height = cardHeight(rows ? ports.out.length : 0);
  const middle = height / 2 - card.port / 2;
  const inlet: PortPlace[] =
    ports.in === 0 ? [] : [{ id: 'in', type: 'target', x: -card.port / 2, y: middle }];
  const outlets = ports.out.map((id, index): PortPlace => {
    const y = rows ? card.head + index * card.row + (card.row - card.port) / 2 : middle;
    return { id, type: 'source', x: card.width - card.port / 2, y };
  });
  return [...inlet, ...outlets];
}

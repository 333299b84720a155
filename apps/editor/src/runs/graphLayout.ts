import { edgePort, type FlowDocument } from '@syncline/model';

export interface GraphPlace {
  name: string;
  x: number;
  y: number;
}

export interface GraphLine {
  from: string;
  to: string;
  port: string;
  /** SVG path from the right edge of one card to the left edge of the other. */
  path: string;
}

export interface CardSize {
  width: number;
  height: number;
}

/** Narrower cards when there are many columns, so that the usual flow needs no scrolling. */
const cardWidth = (columns: number) => (columns <= 4 ? 152 : 136);
const cardHeight = 46;
const gap = { x: 40, y: 34 };

/**
 * Places for the read-only picture of a flow: columns by depth (the longest way from a feeder), rows in the order of the
 * person's own layout, so that the picture is compact yet looks like the canvas.
 */
export function layoutGraph(document: FlowDocument): {
  places: GraphPlace[];
  lines: GraphLine[];
  width: number;
  height: number;
  card: CardSize;
} {
  const names = Object.keys(document.nodes);
  const depth = depths(names, document.edges);
  const columns = new Map<number, string[]>();
  for (const name of names)
    columns.set(depth.get(name) ?? 0, [...(columns.get(depth.get(name) ?? 0) ?? []), name]);
  const card: CardSize = { width: cardWidth(columns.size), height: cardHeight };
  const tallest = Math.max(1, ...[...columns.values()].map((column) => column.length));
  const height = tallest * card.height + (tallest - 1) * gap.y;
  const places: GraphPlace[] = [];
  for (const [column, members] of columns) {
    members.sort((a, b) => (document.layout?.[a]?.[1] ?? 0) - (document.layout?.[b]?.[1] ?? 0));
    const taken = members.length * card.height + (members.length - 1) * gap.y;
    for (const [row, name] of members.entries()) {
      places.push({
        name,
        x: column * (card.width + gap.x),
        y: (height - taken) / 2 + row * (card.height + gap.y),
      });
    }
  }
  const at = new Map(places.map((place) => [place.name, place]));
  const lines = document.edges.flatMap((edge): GraphLine[] => {
    const from = at.get(edge[0]);
    const to = at.get(edge[1]);
    return from && to
      ? [{ from: edge[0], to: edge[1], port: edgePort(edge), path: curve(from, to, card) }]
      : [];
  });
  return { places, lines, width: columns.size * (card.width + gap.x) - gap.x, height, card };
}

function curve(from: GraphPlace, to: GraphPlace, card: CardSize): string {
  const [x1, y1] = [from.x + card.width, from.y + card.height / 2];
  const [x2, y2] = [to.x, to.y + card.height / 2];
  const bend = Math.max(20, (x2 - x1) / 2);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}

function depths(names: readonly string[], edges: FlowDocument['edges']): Map<string, number> {
  const depth = new Map(names.map((name) => [name, 0]));
  // A published flow has no circle, so as many rounds as there are steps settle every depth.
  for (let round = 0; round < names.length; round += 1) {
    let changed = false;
    for (const [from, to] of edges) {
      const wanted = (depth.get(from) ?? 0) + 1;
      if (wanted > (depth.get(to) ?? 0) && wanted < names.length) {
        depth.set(to, wanted);
        changed = true;
      }
    }
    if (!changed) break;
  }
  return depth;
}

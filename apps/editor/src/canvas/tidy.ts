import type { FlowDocument } from '@syncline/model';
import { card } from './cardSize.ts';
import type { Definitions } from './definitions.ts';
import { heightOf, type MovedPlaces, placeOf } from './flowNodes.ts';
import { orderOf } from './flowOrder.ts';
import type { TidyPlaces, TidyTask } from './layoutSteps.ts';

const moveTime = 260;

/** Asks the layout worker for places; they begin where the flow's top left corner is now, so the view need not jump. */
export async function findTidyPlaces(document: FlowDocument, definitions: Definitions): Promise<TidyPlaces> {
  const { names } = orderOf(document);
  if (names.length === 0) return {};
  const task: TidyTask = {
    steps: names.map((name) => ({ name, width: card.width, height: heightOf(document, name, definitions) })),
    edges: document.edges.map((edge) => [edge[0], edge[1]]),
  };
  const worker = new Worker(new URL('./tidyWorker.ts', import.meta.url), { type: 'module' });
  try {
    const places = await new Promise<TidyPlaces>((resolve, reject) => {
      worker.onmessage = (event: MessageEvent<TidyPlaces>) => resolve(event.data);
      worker.onerror = () => reject(new Error('The layout could not be worked out.'));
      worker.postMessage(task);
    });
    const now = names.map((name) => placeOf(document, name));
    const left = Math.min(...now.map(({ x }) => x));
    const top = Math.min(...now.map(({ y }) => y));
    return Object.fromEntries(Object.entries(places).map(([name, [x, y]]) => [name, [x + left, y + top]]));
  } finally {
    worker.terminate();
  }
}

/** Shows steps on their way from where they are to `to`. Ends at once where motion is not wanted or would be slow. */
export function animatePlaces(
  from: Readonly<Record<string, { x: number; y: number }>>,
  to: TidyPlaces,
  show: (places: MovedPlaces) => void,
  done: () => void,
): void {
  const names = Object.keys(to);
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (still || names.length > 300) {
    done();
    return;
  }
  const start = performance.now();
  const frame = (time: number) => {
    const share = Math.min(1, Math.max(0, time - start) / moveTime);
    if (share >= 1) return done();
    const eased = 1 - (1 - share) ** 3;
    const places: Record<string, { x: number; y: number }> = {};
    for (const name of names) {
      const [x, y] = to[name] ?? [0, 0];
      const begin = from[name] ?? { x, y };
      places[name] = { x: begin.x + (x - begin.x) * eased, y: begin.y + (y - begin.y) * eased };
    }
    show(places);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

import type { OpenFlow } from '../flow/FlowContext.tsx';
import { moveChosen } from './changeSteps.ts';
import { isNote, noteIndex, placeOf } from './flowNodes.ts';

const burstPause = 800;

/**
 * Moves the chosen steps by keys. Presses that follow each other within 0.8 s are one burst and one entry of the history.
 *
 * @param now clock, given so that tests own the time.
 */
export function createMoveBurst({ doc, ui }: Pick<OpenFlow, 'doc' | 'ui'>, now: () => number = Date.now) {
  let last = Number.NEGATIVE_INFINITY;
  let chosen = '';
  let left: unknown = null;
  return (dx: number, dy: number): boolean => {
    const { document } = doc.getState();
    const ids = ui.getState().selection.filter((id) => document.nodes[id] || isNote(id));
    if (ids.length === 0) return false;
    const places: Record<string, [number, number]> = {};
    for (const id of ids) {
      const index = noteIndex(id);
      const note = index === null ? null : document.notes?.[index]?.at;
      const { x, y } = note ? { x: note[0], y: note[1] } : placeOf(document, id);
      places[id] = [x + dx, y + dy];
    }
    // The same steps, soon after, and nothing else was edited in between.
    const goesOn = now() - last < burstPause && chosen === ids.join('|') && left === document;
    if (goesOn) {
      const history = doc.temporal.getState();
      const { pastStates } = history;
      moveChosen({ doc }, places);
      doc.temporal.setState({ pastStates });
    } else {
      moveChosen({ doc }, places);
    }
    last = now();
    chosen = ids.join('|');
    left = doc.getState().document;
    return true;
  };
}

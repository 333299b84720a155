/** Id of the line under a point of the window, seen through whatever card is being dragged there. */
export function edgeUnder(x: number, y: number): string | null {
  for (const element of document.elementsFromPoint(x, y)) {
    const line = element.closest('.react-flow__edge');
    if (line) return line.getAttribute('data-id');
  }
  return null;
}

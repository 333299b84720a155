const focusable =
  'input:not([type=hidden]):not(:disabled), textarea, select, button:not(:disabled), [contenteditable=true], [tabindex="0"]';

/**
 * Puts the cursor into the field of a path, or into the nearest one that holds it: `fields.3.steps.0` may have no
 * input of its own, the row has. Gives false when nothing there fits.
 */
export function focusPath(box: HTMLElement, path: string): boolean {
  const parts = path.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const wanted = parts.slice(0, length).join('.');
    const place = box.querySelector<HTMLElement>(`[data-path="${CSS.escape(wanted)}"]`);
    if (!place) continue;
    const input = place.matches(focusable) ? place : place.querySelector<HTMLElement>(focusable);
    place.scrollIntoView({ block: 'center' });
    input?.focus({ preventScroll: true });
    return true;
  }
  return false;
}

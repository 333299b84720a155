import { act, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean;
}

export type Mounted = {
  container: HTMLElement;
  /** Renders again with other props. */
  rerender: (element: ReactElement) => Promise<void>;
  unmount: () => Promise<void>;
};

/** Puts a component into the document of a test. Unmount it before the test ends. */
export async function mount(element: ReactElement): Promise<Mounted> {
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  await act(async () => root.render(element));
  return {
    container,
    rerender: (next) => act(async () => root.render(next)),
    async unmount() {
      await act(async () => root.unmount());
      container.remove();
    },
  };
}

/** The element whose role and accessible name (label, else text) are these. Throws when there is none. */
export function findByName(role: string, name: string): HTMLElement {
  const candidates = document.body.querySelectorAll<HTMLElement>(
    role === 'button' ? 'button' : `[role="${role}"]`,
  );
  const found = [...candidates].find(
    (element) => (element.getAttribute('aria-label') ?? element.textContent ?? '').trim() === name,
  );
  if (!found) throw new Error(`No ${role} is called "${name}".`);
  return found;
}

/** What `find` finds, waited for: a part whose code is loaded on demand is not there at once. */
export async function waitFor<Found>(find: () => Found | null | undefined): Promise<Found> {
  for (let tries = 0; tries < 1000; tries += 1) {
    const found = find();
    if (found) return found;
    await act(() => new Promise((resolve) => setTimeout(resolve, 10)));
  }
  throw new Error('What was waited for did not come within ten seconds.');
}

/** Clicks, and waits until React has drawn what follows. */
export async function click(element: HTMLElement): Promise<void> {
  await act(async () => element.click());
}

/** Presses a key on an element. */
export async function press(
  element: EventTarget,
  key: string,
  modifiers: KeyboardEventInit = {},
): Promise<void> {
  const code = key.length === 1 ? `Key${key.toUpperCase()}` : key;
  await act(async () => {
    element.dispatchEvent(
      new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true, ...modifiers }),
    );
  });
}

/** Types into a field as a person does: React hears of it. */
export async function type(field: HTMLInputElement, text: string): Promise<void> {
  await act(async () => {
    // React overrides the property on the element to notice changes; the prototype's setter goes past that.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

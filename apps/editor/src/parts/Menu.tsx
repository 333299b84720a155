import { cloneElement, type HTMLAttributes, type ReactElement, Suspense, useState } from 'react';
import { lazyPart } from './lazyPart.ts';
import type { MenuEntry } from './MenuEntries.tsx';

export type MenuProps = {
  entries: readonly MenuEntry[];
  /** The button that opens it. It must take a ref and the props it is given. */
  trigger: ReactElement<HTMLAttributes<HTMLElement>>;
  side?: 'top' | 'right' | 'bottom' | 'left';
  align?: 'start' | 'end';
};

const load = () => import('./LoadedMenu.tsx');
const LoadedMenu = lazyPart(load);

/** A list of actions under a button. Its code is fetched when the pointer or the focus comes near. */
export function Menu(props: MenuProps) {
  const [pressed, setPressed] = useState(false);
  const { trigger } = props;
  if (pressed) {
    return (
      <Suspense fallback={trigger}>
        <LoadedMenu {...props} />
      </Suspense>
    );
  }
  return cloneElement(trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: () => void load(),
    onFocus: () => void load(),
    onClick: () => setPressed(true),
    onKeyDown: (event) => {
      if (event.key !== 'ArrowDown') return;
      event.preventDefault();
      setPressed(true);
    },
  });
}

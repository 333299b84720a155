import { ChevronDown } from 'lucide-react';
import { Suspense, useState } from 'react';
import { IconButton } from '../../parts/IconButton.tsx';
import { lazyPart } from '../../parts/lazyPart.ts';

const load = () => import('./LoadedFlowMenu.tsx');
const LoadedFlowMenu = lazyPart(load);

/** Everything that is done with the flow as a whole and not every day; loaded when the pointer or the focus comes near. */
export function FlowMenu({ icon = ChevronDown }: { icon?: typeof ChevronDown }) {
  const [pressed, setPressed] = useState(false);
  const trigger = (
    <IconButton
      size="sm"
      icon={icon}
      label="Flow menu"
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => setPressed(true)}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown') return;
        event.preventDefault();
        setPressed(true);
      }}
    />
  );
  if (!pressed) return trigger;
  return (
    <Suspense fallback={trigger}>
      <LoadedFlowMenu icon={icon} />
    </Suspense>
  );
}

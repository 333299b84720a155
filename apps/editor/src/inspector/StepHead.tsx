import { Copy, MoreHorizontal, Play, Trash2, X } from 'lucide-react';
import { useMemo } from 'react';
import { cut } from '../flow/edits.ts';
import { useDoc, useOpenFlow } from '../flow/FlowContext.tsx';
import { Button } from '../parts/Button.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import { Menu } from '../parts/Menu.tsx';
import type { MenuEntry } from '../parts/MenuEntries.tsx';
import { Tile } from '../parts/Tile.tsx';
import { Tooltip } from '../parts/Tooltip.tsx';
import { showToast } from '../parts/toast.ts';
import { StepTitle } from './StepTitle.tsx';
import { placeOf } from './stepPlace.ts';
import { useStepLook } from './useStep.ts';

type StepHeadProps = { name: string; onTest: () => void; testing: boolean };

/** What step this is, and what can be done with it as a whole. */
export function StepHead({ name, onTest, testing }: StepHeadProps) {
  const { doc, ui } = useOpenFlow();
  const look = useStepLook(name);
  const place = useDoc((state) => placeOf(state.document, name));
  const entries = useMemo<MenuEntry[]>(
    () => [
      {
        label: 'Duplicate step',
        icon: Copy,
        onSelect: () => {
          const state = doc.getState();
          const [x, y] = state.document.layout?.[name] ?? [0, 0];
          const [copy] = state.paste(cut(state.document, [name]), [x + 24, y + 104]);
          if (copy) ui.getState().openStep(copy);
        },
      },
      'separator',
      {
        label: 'Delete step',
        icon: Trash2,
        danger: true,
        onSelect: () => {
          const title = doc.getState().document.nodes[name]?.title ?? look.title;
          doc.getState().removeNodes([name]);
          ui.getState().openStep(null);
          showToast({
            title: `Deleted ${title}`,
            action: { label: 'Undo', run: () => doc.temporal.getState().undo() },
          });
        },
      },
    ],
    [doc, ui, name, look.title],
  );
  return (
    <header className="flex items-start gap-2.5 px-4 pt-3 pb-1.5">
      <Tile category={look.category} icon={look.icon} className="mt-1" />
      <div className="min-w-0 flex-1">
        <StepTitle name={name} title={look.title} />
        <p className="truncate text-xs text-ink-2">
          {place && `Step ${place}`}
          {look.system && look.system !== look.title && ` · ${look.system}`}
        </p>
      </div>
      <Tooltip words="Test this step" keys="t">
        <Button icon={Play} busy={testing ? 'Testing' : undefined} onClick={onTest} className="mt-0.5">
          Test this step
        </Button>
      </Tooltip>
      <Menu
        entries={entries}
        trigger={<IconButton icon={MoreHorizontal} label="More for this step" className="mt-0.5" />}
      />
      <IconButton
        icon={X}
        label="Close step"
        keys="Escape"
        className="mt-0.5 max-wide:hidden desk:hidden"
        onClick={() => ui.getState().openStep(null)}
      />
    </header>
  );
}

import { ChevronDown, Play, RotateCcw } from 'lucide-react';
import { isAskable } from '../../canvas/askable.ts';
import { orderOf } from '../../canvas/flowOrder.ts';
import { titleOf } from '../../canvas/titleOf.ts';
import { useDoc, useOpenFlow } from '../../flow/FlowContext.tsx';
import { Button, type ButtonSize } from '../../parts/Button.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { IconButton } from '../../parts/IconButton.tsx';
import { Menu } from '../../parts/Menu.tsx';
import type { MenuEntry } from '../../parts/MenuEntries.tsx';
import { useFlowFacts, useSession } from './session.tsx';
import { useFlowActions } from './useFlowActions.ts';

/** Runs the published version now: a choice when several schedules could, and always the full re-read. */
export function RunButton({ size = 'md', className }: { size?: ButtonSize; className?: string }) {
  const open = useOpenFlow();
  const { state } = useSession();
  const flow = useFlowFacts();
  const { run } = useFlowActions();
  // Joined to one text: a selector must not give a new list each time.
  const names = useDoc(({ document }) =>
    orderOf(document)
      .names.filter((name) => isAskable(open.catalogue, document, name))
      .join('|'),
  );
  const feeders = names === '' ? [] : names.split('|');
  const hint = flow.changed ? `Runs version ${flow.version}, not this draft` : undefined;
  const publishFirst: MenuEntry = {
    label: 'Publish first',
    hint: 'A run takes the published version, and there is none yet.',
    onSelect: () => state.setState({ dialog: 'publish' }),
  };
  const entries: MenuEntry[] =
    flow.version === null
      ? [publishFirst]
      : feeders.length === 0
        ? [
            {
              label: 'This flow listens',
              hint: 'It runs when a change arrives at its trigger.',
              disabled: true,
              onSelect: () => {},
            },
          ]
        : [
            ...(hint ? [{ heading: hint }] : []),
            ...feeders.flatMap((feeder): MenuEntry[] => [
              {
                label: feeders.length > 1 ? `From ${titleOf(open, feeder)}` : 'Run once',
                icon: Play,
                ...(feeders.length === 1 && { keys: '$mod+Enter' }),
                hint: 'Reads what is new, as on schedule. A table that is kept in sync is compared.',
                onSelect: () => run.mutate({ feeder }),
              },
              {
                label:
                  feeders.length > 1 ? `${titleOf(open, feeder)}, everything again` : 'Read everything again',
                icon: RotateCcw,
                hint: 'Unchanged records are compared and not written twice.',
                onSelect: () => run.mutate({ feeder, full: true }),
              },
            ]),
            ...(flow.changed
              ? ([
                  'separator',
                  {
                    label: 'Publish this draft first',
                    onSelect: () => state.setState({ dialog: 'publish' }),
                  },
                ] as const)
              : []),
          ];
  const [only] = feeders;
  if (flow.version !== null && only !== undefined && feeders.length === 1 && !flow.changed) {
    // Nothing to choose: one press runs. The other way to run is beside it.
    return (
      <span className="inline-flex items-center gap-0.5">
        <Button
          size={size}
          icon={Play}
          busy={run.isPending ? 'Starting' : undefined}
          className={className}
          onClick={() => run.mutate({ feeder: only })}
        >
          Run once
        </Button>
        <Menu
          align="end"
          entries={entries}
          trigger={<IconButton icon={ChevronDown} label="More ways to run" kind="ghost" size="sm" />}
        />
      </span>
    );
  }
  return (
    <Menu
      entries={entries}
      trigger={
        <Button size={size} icon={Play} busy={run.isPending ? 'Starting' : undefined} className={className}>
          Run once
          <Icon of={ChevronDown} size="sm" className="text-ink-3" />
        </Button>
      }
    />
  );
}

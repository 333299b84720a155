import { ChevronRight, Ellipsis } from 'lucide-react';
import { useStepLook, useStepName, useStepProblems, useStepRun } from '../canvas/useStep.ts';
import { useOpenFlow, useUi } from '../flow/FlowContext.tsx';
import { CountBubble } from '../parts/CountBubble.tsx';
import { joinClasses } from '../parts/classes.ts';
import { formatCount } from '../parts/format.ts';
import { Icon } from '../parts/Icon.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import { Menu } from '../parts/Menu.tsx';
import { Tile } from '../parts/Tile.tsx';
import type { OutlineRow } from './outlineRows.ts';
import { useStepMenu } from './useStepMenu.ts';

type OutlineStepProps = { row: Extract<OutlineRow, { kind: 'step' }>; leads: boolean };

/** A step of the outline: the card's four things in the same order, and its menu. */
export function OutlineStep({ row, leads }: OutlineStepProps) {
  const { ui } = useOpenFlow();
  const { name, depth, joined } = row;
  const look = useStepLook(name);
  const label = useStepName(name);
  const problems = useStepProblems(name);
  const run = useStepRun(name, look.category);
  const open = useUi((state) => state.open === name);
  const entries = useStepMenu(name);
  const indent = 16 + depth * 32;
  const count = problems.errors || problems.warnings;
  return (
    <li
      className={joinClasses(
        'group/row relative flex items-center pr-2',
        open ? 'bg-selected' : 'hover:bg-hover',
      )}
    >
      <button
        type="button"
        data-step={name}
        aria-current={open ? 'step' : undefined}
        onClick={() => ui.getState().openStep(name)}
        style={{ paddingLeft: indent }}
        className="flex min-h-14 min-w-0 flex-1 items-center gap-3 py-2 text-left -outline-offset-2!"
      >
        <span className="relative">
          {joined && (
            <span aria-hidden="true" className="absolute bottom-full left-[15px] h-3 w-0.5 bg-edge" />
          )}
          <Tile category={look.category} icon={look.icon} size="lg" />
          {leads && <span aria-hidden="true" className="absolute top-full left-[15px] h-3 w-0.5 bg-edge" />}
        </span>
        <span className="min-w-0 flex-1">
          <b className="block truncate text-md font-semibold tracking-[-.012em]">{look.title}</b>
          <small
            className={joinClasses(
              'block truncate text-xs',
              problems.errors > 0 ? 'text-failed' : problems.first ? 'text-warning' : 'text-ink-2',
            )}
          >
            {problems.first || [look.subtitle, look.fact].filter(Boolean).join(' · ')}
          </small>
        </span>
        {run.line !== '' && <span className="text-xs whitespace-nowrap text-ink-2">{run.line}</span>}
        {run.failed > 0 && (
          <span className="text-xs whitespace-nowrap text-failed">{formatCount(run.failed)} failed</span>
        )}
        {count > 0 && (
          <CountBubble count={count} kind={problems.errors > 0 ? 'failed' : 'warning'} label="to fix" />
        )}
        <span className="sr-only">{label.slice(look.title.length)}</span>
        <Icon of={ChevronRight} size="sm" className="text-ink-3" />
      </button>
      <Menu entries={entries} trigger={<IconButton icon={Ellipsis} label={`Actions of ${look.title}`} />} />
    </li>
  );
}

import { memo, useContext } from 'react';
import type { NodeProps } from 'reactflow';
import { useDoc, useOpenFlow } from '../flow/FlowContext.tsx';
import { joinClasses } from '../parts/classes.ts';
import { ProgressLine } from '../parts/ProgressLine.tsx';
import { Tile } from '../parts/Tile.tsx';
import { BranchRows } from './BranchRows.tsx';
import { ZoomLevelContext } from './CanvasContext.tsx';
import { card, cardHeight } from './cardSize.ts';
import { definitionsOf, isBranch, waysOf } from './definitions.ts';
import type { CanvasNode } from './flowNodes.ts';
import { StepBlock, StepCompact } from './StepFar.tsx';
import { StepFoot } from './StepFoot.tsx';
import { StepPort } from './StepPort.tsx';
import { type StepState, useStepLook, useStepName, useStepProblems, useStepRun } from './useStep.ts';

const borders: Record<StepState, string> = {
  idle: 'border-line-strong hover:border-edge-strong',
  running: 'border-running-mark',
  done: 'border-line-strong hover:border-edge-strong',
  failed: 'border-failed-mark',
  waiting: 'border-waiting-mark',
  paused: 'border-dashed border-line-control bg-sunken',
  skipped: 'border-line-strong',
};

/** A step on the canvas. It reads everything by its name, so moving it does not render it. */
export const StepCard = memo(
  function StepCard({ id, selected }: NodeProps<CanvasNode>) {
    const { catalogue } = useOpenFlow();
    const level = useContext(ZoomLevelContext);
    const look = useStepLook(id);
    const problems = useStepProblems(id);
    const run = useStepRun(id, look.category);
    const name = useStepName(id);
    // Joined to one text: a selector must not give a new list each time.
    const portText = useDoc(({ document }) => waysOf(document, id, definitionsOf(catalogue)).out.join('|'));
    const rows = useDoc(({ document }) => isBranch(document, id, definitionsOf(catalogue)));
    const hasInlet = useDoc(({ document }) => waysOf(document, id, definitionsOf(catalogue)).in > 0);
    const ports = portText === '' ? [] : portText.split('|');
    const height = cardHeight(rows ? ports.length : 0);
    const muted = run.state === 'skipped';
    return (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
      <div
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a step is opened, moved and connected with keys
        tabIndex={0}
        data-step={id}
        aria-label={name}
        aria-roledescription="step"
        style={{ width: card.width, height }}
        className={joinClasses(
          'group/step relative rounded-lg border bg-panel outline-offset-3! select-none',
          selected
            ? 'border-accent shadow-[0_0_0_1px_var(--accent),0_0_0_5px_var(--accent-soft)]'
            : borders[run.state],
          run.state === 'paused' && 'border-dashed bg-sunken',
        )}
      >
        {level === 'block' ? (
          <StepBlock category={look.category} icon={look.icon} state={run.state} errors={problems.errors} />
        ) : level === 'compact' ? (
          <StepCompact look={look} figure={run.line} />
        ) : (
          <>
            <div className="flex h-[45px] items-center gap-2 px-[9px] pt-2 pb-[7px]">
              <Tile category={look.category} icon={look.icon} />
              <div className="min-w-0 flex-1">
                <b
                  className={joinClasses(
                    'block truncate leading-4 font-semibold tracking-[-.012em]',
                    muted && 'text-skipped',
                  )}
                >
                  {look.title}
                </b>
                <small
                  className={joinClasses(
                    'block truncate text-2xs leading-[14px]',
                    rows && problems.first !== '' ? 'text-failed' : 'text-ink-3',
                  )}
                >
                  {rows && problems.first !== '' ? problems.first : look.subtitle}
                </small>
              </div>
            </div>
            {rows && ports.length > 1 ? (
              <BranchRows name={id} ports={ports} />
            ) : (
              <StepFoot fact={look.fact} problems={problems} run={run} />
            )}
            {run.state === 'running' && (
              <div className="absolute inset-x-0 bottom-0 overflow-hidden rounded-b-[9px]">
                <ProgressLine label={`${look.title}, ${run.line}`} value={run.share} max={1} />
              </div>
            )}
          </>
        )}
        {hasInlet && <StepPort id="in" type="target" middle={height / 2} selected={selected} />}
        {ports.map((port, index) => (
          <StepPort
            key={port}
            id={port}
            type="source"
            middle={rows ? card.head + index * card.row + card.row / 2 : height / 2}
            selected={selected}
          />
        ))}
        {level !== 'block' && problems.errors + problems.warnings > 0 && (
          <span
            aria-hidden="true"
            className={joinClasses(
              'pointer-events-none absolute -top-[9px] -right-[9px] grid h-5 min-w-5 place-items-center rounded-full border-2 border-canvas px-1 text-2xs leading-none font-semibold text-ink-inverse',
              problems.errors > 0 ? 'bg-failed-mark' : 'bg-warning-mark',
            )}
          >
            {problems.errors > 0 ? problems.errors : problems.warnings}
          </span>
        )}
      </div>
    );
  },
  // React Flow hands over the position at every move; the wrapper around the card is what moves.
  (before, after) => before.id === after.id && before.selected === after.selected,
);

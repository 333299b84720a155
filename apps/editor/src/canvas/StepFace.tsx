import { joinClasses } from '../parts/classes.ts';
import { ProgressLine } from '../parts/ProgressLine.tsx';
import { Tile } from '../parts/Tile.tsx';
import { BranchRows } from './BranchRows.tsx';
import { cardHeight } from './cardSize.ts';
import { StepCompact } from './StepCompact.tsx';
import { StepFoot } from './StepFoot.tsx';
import { StepFrame } from './StepFrame.tsx';
import { StepPorts } from './StepPorts.tsx';
import { type StepState, useStepLook, useStepPorts, useStepProblems, useStepRun } from './useStep.ts';

const borders: Record<StepState, string> = {
  idle: 'border-line-strong hover:border-edge-strong',
  running: 'border-running-mark',
  done: 'border-line-strong hover:border-edge-strong',
  failed: 'border-failed-mark',
  waiting: 'border-waiting-mark',
  paused: 'border-dashed border-line-control bg-sunken',
  skipped: 'border-line-strong',
};

type StepFaceProps = { id: string; selected: boolean; compact: boolean };

/** A step seen from near: what it is, how it is set up, what it did; compact, only title and one number. */
export function StepFace({ id, selected, compact }: StepFaceProps) {
  const look = useStepLook(id);
  const problems = useStepProblems(id);
  const run = useStepRun(id, look.category);
  const { ports, rows } = useStepPorts(id);
  const told = rows && problems.first !== '';
  return (
    <StepFrame
      id={id}
      height={cardHeight(rows ? ports.length : 0)}
      className={joinClasses(
        'border bg-panel',
        selected
          ? 'border-accent shadow-[0_0_0_1px_var(--accent),0_0_0_5px_var(--accent-soft)]'
          : borders[run.state],
        run.state === 'paused' && 'border-dashed bg-sunken',
      )}
    >
      {compact ? (
        <StepCompact look={look} figure={run.line} />
      ) : (
        <>
          <div className="flex h-[45px] items-center gap-2 px-[9px] pt-2 pb-[7px]">
            <Tile category={look.category} icon={look.icon} />
            <div className="min-w-0 flex-1">
              <b
                className={joinClasses(
                  'block truncate leading-4 font-semibold tracking-[-.012em]',
                  run.state === 'skipped' && 'text-skipped',
                )}
              >
                {look.title}
              </b>
              <small
                className={joinClasses(
                  'block truncate text-2xs leading-[14px]',
                  told ? 'text-failed' : 'text-ink-3',
                )}
              >
                {told ? problems.first : look.subtitle}
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
      <StepPorts id={id} selected={selected} />
      {problems.errors + problems.warnings > 0 && (
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
    </StepFrame>
  );
}

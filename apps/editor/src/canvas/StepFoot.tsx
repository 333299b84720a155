import { CircleX, Hourglass, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { joinClasses } from '../parts/classes.ts';
import { formatClock, formatCount } from '../parts/format.ts';
import { Icon } from '../parts/Icon.tsx';
import type { StepProblems, StepRun } from './useStep.ts';

type StepFootProps = { fact: string; problems: StepProblems; run: StepRun };

/** The foot of a card: one fact left, one state right. */
export function StepFoot({ fact, problems, run }: StepFootProps) {
  const box = 'flex h-7 min-w-0 items-center gap-1.5 border-t border-line px-[9px] text-2xs leading-[14px]';
  if (run.line === '' && problems.first !== '') {
    const error = problems.errors > 0;
    return (
      <div className={joinClasses(box, error ? 'text-failed' : 'text-warning')}>
        <Icon of={error ? CircleX : TriangleAlert} size="xs" />
        <span className="truncate">{problems.first}</span>
      </div>
    );
  }
  if (run.state === 'skipped') {
    return <div className={joinClasses(box, 'text-skipped')}>Not in this run</div>;
  }
  return (
    <div className={joinClasses(box, 'text-ink-2')}>
      <span className="truncate">{run.line === '' ? fact : <Figure line={run.line} />}</span>
      <span className="ml-auto flex items-center gap-1 pl-1 whitespace-nowrap">
        {run.failed > 0 && (
          <span className="flex items-center gap-1 text-failed">
            <Icon of={CircleX} size="xs" />
            {formatCount(run.failed)} failed
          </span>
        )}
        {run.failed === 0 && run.waiting > 0 && (
          <span className="flex items-center gap-1 text-waiting">
            <Icon of={Hourglass} size="xs" />
            {formatCount(run.waiting)} wait
          </span>
        )}
        {run.state === 'running' && run.startedAt && run.failed + run.waiting === 0 && (
          <Elapsed since={run.startedAt} />
        )}
      </span>
    </div>
  );
}

/** Numbers weigh more than their nouns. */
function Figure({ line }: { line: string }) {
  return line.split(/(\d[\d,]*)/).map((part, index) =>
    index % 2 === 1 ? (
      <b key={index} className="font-semibold text-ink">
        {part}
      </b>
    ) : (
      part
    ),
  );
}

function Elapsed({ since }: { since: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <span className="text-running">{formatClock(Math.max(0, now - Date.parse(since)))}</span>;
}

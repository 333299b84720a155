import { type ReactNode, Suspense } from 'react';
import { useUi } from '../../flow/FlowContext.tsx';
import { lazyPart } from '../../parts/lazyPart.ts';
import { RunLine } from './RunLine.tsx';
import { useSaveState } from './session.tsx';

const ConflictNotice = lazyPart(() =>
  import('./ConflictNotice.tsx').then(({ ConflictNotice }) => ({ default: ConflictNotice })),
);
const ProblemsPanel = lazyPart(() =>
  import('./ProblemsPanel.tsx').then(({ ProblemsPanel }) => ({ default: ProblemsPanel })),
);
const ChangesPanel = lazyPart(() => import('../../changes/ChangesPanel.tsx'));

/** Room for the canvas or the outline, with what lies over them. */
export function Stage({ children }: { children: ReactNode }) {
  const problems = useUi((state) => state.problemsOpen);
  const changes = useUi((state) => state.changesOpen);
  const conflict = useSaveState().phase === 'conflict';
  return (
    <div className="relative flex h-full flex-col overflow-hidden">
      <RunLine />
      <div className="min-h-0 flex-1">{children}</div>
      <Suspense fallback={null}>
        {problems && <ProblemsPanel />}
        {changes && <ChangesPanel />}
        {conflict && <ConflictNotice />}
      </Suspense>
    </div>
  );
}

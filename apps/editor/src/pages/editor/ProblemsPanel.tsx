import { CircleX, TriangleAlert, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { titleOf } from '../../canvas/titleOf.ts';
import { useCheck, useDoc, useOpenFlow, useUi } from '../../flow/FlowContext.tsx';
import { joinClasses } from '../../parts/classes.ts';
import { Icon } from '../../parts/Icon.tsx';
import { IconButton } from '../../parts/IconButton.tsx';
import { Kbd } from '../../parts/Kbd.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { goToProblem } from './goToProblem.ts';

/** Everything the check found: what, where, what to do, and the way there. */
export function ProblemsPanel() {
  const open = useOpenFlow();
  const shown = useUi((state) => state.problemsOpen);
  const diagnostics = useCheck((state) => state.diagnostics);
  const focus = useUi((state) => state.focus);
  const nodes = useDoc(({ document }) => document.nodes);
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (shown) box.current?.focus();
  }, [shown]);
  if (!shown) return null;
  const close = () => open.ui.getState().set({ problemsOpen: false });
  const sorted = diagnostics.toSorted(
    (a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'),
  );
  const count = sorted.length;
  return (
    <section
      ref={box}
      aria-label="Problems"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
      className="absolute top-3 right-3 z-(--z-sticky) flex max-h-[calc(100%-110px)] w-[316px] max-w-[calc(100%-24px)] animate-appear flex-col overflow-hidden rounded-lg border border-line bg-raised shadow-float outline-none"
    >
      <header className="flex items-center gap-2 py-2 pr-2 pl-3">
        <h2 className="flex-1">
          {count === 0 ? 'Nothing to fix' : count === 1 ? '1 thing to fix' : `${count} things to fix`}
        </h2>
        <Kbd keys="F8" />
        <IconButton size="sm" icon={X} label="Close" onClick={close} />
      </header>
      {count === 0 && <p className="px-3 pb-3 text-ink-2">This draft can be published.</p>}
      <ul className="overflow-y-auto">
        {sorted.map((diagnostic, index) => {
          const error = diagnostic.severity === 'error';
          const { node, path } = diagnostic;
          const here = focus !== null && focus.node === node && focus.path === (path ?? '');
          const step = node !== undefined && nodes[node] ? titleOf(open, node) : null;
          return (
            <li
              key={`${diagnostic.code} ${node} ${path} ${diagnostic.field} ${index}`}
              className={joinClasses(
                'grid grid-cols-[16px_minmax(0,1fr)_auto] items-start gap-x-2 border-t border-line px-3 py-2',
                here && 'bg-hover',
              )}
            >
              <Icon
                of={error ? CircleX : TriangleAlert}
                className={joinClasses('mt-0.5', error ? 'text-failed' : 'text-warning')}
              />
              <div>
                <b className="block leading-[18px] font-medium">{diagnostic.title}</b>
                <p className="text-xs text-ink-2">
                  {step && `${step} · `}
                  {diagnostic.whatToDo}
                </p>
              </div>
              {step && (
                <TextLink small onClick={() => goToProblem(open, diagnostic)}>
                  {path ? 'Go to field' : 'Go to step'}
                </TextLink>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

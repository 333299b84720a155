import { type ReactNode, Suspense, useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { lazyPart } from '../parts/lazyPart.ts';
import type { NavigationCounts } from './Sidebar.tsx';
import type { WorkerState } from './WorkerLine.tsx';

// The editor has neither, and its canvas waits for every byte that comes first.
const Sidebar = lazyPart(() => import('./Sidebar.tsx').then((module) => ({ default: module.Sidebar })));
const BottomBar = lazyPart(() => import('./BottomBar.tsx').then((module) => ({ default: module.BottomBar })));

type AppFrameProps = {
  children: ReactNode;
  /** Left out until the first answer of the server is there. */
  workers?: WorkerState | undefined;
  counts?: NavigationCounts | undefined;
  /** Across the top: the OfflineStrip while the server is away. */
  notice?: ReactNode;
};

/** Navigation and the place for a page. The page scrolls inside; the frame never does. */
export function AppFrame({ children, workers, counts, notice }: AppFrameProps) {
  const [path] = useLocation();
  const main = useFocusOnArrival(path);
  return (
    <div className="grid h-dvh grid-rows-[auto_minmax(0,1fr)_auto] wide:grid-cols-[var(--sidebar)_minmax(0,1fr)] wide:grid-rows-[auto_minmax(0,1fr)]">
      <SkipLink />
      <div className="wide:col-span-2">{notice}</div>
      <Suspense fallback={<div className="border-r border-line bg-sunken max-wide:hidden" />}>
        <Sidebar path={path} workers={workers} counts={counts} />
      </Suspense>
      <main
        ref={main}
        id="content"
        tabIndex={-1}
        className="flex min-h-0 min-w-0 flex-col overflow-y-auto outline-none"
      >
        {children}
      </main>
      <Suspense fallback={<div className="wide:hidden" />}>
        <BottomBar path={path} counts={counts} />
      </Suspense>
    </div>
  );
}

/** For a page that fills the window, as the editor does. It brings its own navigation. */
export function BareFrame({ children, notice }: Pick<AppFrameProps, 'children' | 'notice'>) {
  const [path] = useLocation();
  const main = useFocusOnArrival(path);
  return (
    <div className="grid h-dvh grid-rows-[auto_minmax(0,1fr)]">
      <SkipLink />
      <div>{notice}</div>
      <main ref={main} id="content" tabIndex={-1} className="min-h-0 min-w-0 overflow-auto outline-none">
        {children}
      </main>
    </div>
  );
}

function SkipLink() {
  return (
    <a
      href="#content"
      className="fixed top-2 left-2 z-(--z-toast) -translate-y-20 rounded-md bg-panel px-3 py-2 font-medium text-accent-text focus:translate-y-0"
    >
      Skip to content
    </a>
  );
}

/** Moves focus into the page after going to another one, so that keyboard and screen reader arrive there too. */
function useFocusOnArrival(path: string) {
  const main = useRef<HTMLElement>(null);
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    main.current?.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [path]);
  return main;
}

import { Suspense } from 'react';
import { matchRoute, useLocation, useRouter } from 'wouter';
import { CommandCentre } from './commands/CommandCentre.tsx';
import { pages } from './pages/registry.ts';
import { lazyPart } from './parts/lazyPart.ts';
import { OfflineStrip } from './parts/OfflineStrip.tsx';
import { SkeletonRows } from './parts/SkeletonRows.tsx';
import { ToastHost } from './parts/ToastHost.tsx';
import { AppFrame, BareFrame } from './shell/AppFrame.tsx';
import { CrashGuard } from './shell/CrashGuard.tsx';
import { NotFoundPage } from './shell/NotFoundPage.tsx';
import { useAppCommands } from './shell/useAppCommands.ts';
import { useHealth } from './shell/useHealth.ts';
import { useNavigationCounts } from './shell/useNavigationCounts.ts';

const routes = pages.map((page) => ({ ...page, Page: lazyPart(page.load) }));

// The page of the address is fetched beside the session, not after it. What fails here is told when it is shown.
const here = window.location.pathname.split('/');
const asked = pages.find(({ path }) => {
  const parts = path.split('/');
  return parts.length === here.length && parts.every((part, at) => part.startsWith(':') || part === here[at]);
});
asked?.load().catch(() => null);

/** The whole editor: the page of the address in its frame, commands, toasts. */
export function App() {
  const [location] = useLocation();
  useAppCommands();
  const { route, params } = useMatchedRoute(location);
  const { workers, away, retry, trying } = useHealth();
  const counts = useNavigationCounts();
  const Frame = route?.frame === 'bare' ? BareFrame : AppFrame;
  const notice = away && <OfflineStrip retryIn={trying ? null : 5} onRetry={retry} />;
  return (
    <>
      <Frame workers={workers} counts={counts} notice={notice}>
        <CrashGuard resetKey={location}>
          <Suspense fallback={<SkeletonRows label="Loading this page" height="table" />}>
            {route ? <route.Page params={params} /> : <NotFoundPage path={location} />}
          </Suspense>
        </CrashGuard>
      </Frame>
      <CommandCentre />
      <ToastHost />
    </>
  );
}

// Matched here and not by wouter's <Switch>: the frame must stay mounted from page to page.
function useMatchedRoute(location: string) {
  const { parser } = useRouter();
  for (const route of routes) {
    const [matches, params] = matchRoute(parser, route.path, location);
    if (matches) return { route, params };
  }
  return { route: undefined, params: {} };
}

import { Suspense, useEffect } from 'react';
import { lazyPart } from './lazyPart.ts';
import { useToastQueue } from './toast.ts';

const load = () => import('./ToastList.tsx');
const ToastList = lazyPart(load);
const quietMs = 6_000;

/** Where toasts appear. Once, inside the app; nothing is loaded until one is shown. */
export function ToastHost() {
  const requested = useToastQueue((queue) => queue.requested);
  useEffect(() => {
    // Once the page stands: the first message may be that the server is gone, and then it could not be fetched.
    const timer = setTimeout(() => load().catch(() => null), quietMs);
    return () => clearTimeout(timer);
  }, []);
  return requested ? (
    <Suspense fallback={null}>
      <ToastList />
    </Suspense>
  ) : null;
}

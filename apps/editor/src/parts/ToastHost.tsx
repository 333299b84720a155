import { lazy, Suspense } from 'react';
import { useToastQueue } from './toast.ts';

const ToastList = lazy(() => import('./ToastList.tsx'));

/** Where toasts appear. Once, inside the app; nothing is loaded until one is shown. */
export function ToastHost() {
  const requested = useToastQueue((queue) => queue.requested);
  return requested ? (
    <Suspense fallback={null}>
      <ToastList />
    </Suspense>
  ) : null;
}

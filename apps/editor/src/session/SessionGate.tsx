import { systemRoutes } from 'virtual:contract';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, Suspense } from 'react';
import { call } from '../api/client.ts';
import { lazyPart } from '../parts/lazyPart.ts';

const SignInPage = lazyPart(() =>
  import('./SignInPage.tsx').then(({ SignInPage: Page }) => ({ default: Page })),
);

/** Shows the editor to whoever may see it; everyone else gets the sign-in, and comes back where they were. */
export function SessionGate({ children }: { children: ReactNode }) {
  const session = useQuery({
    queryKey: ['session'],
    queryFn: ({ signal }) => call(systemRoutes.getSession, { signal }),
    // A session ends after hours; asking now and then brings the sign-in before the next click fails.
    refetchInterval: 60_000,
    refetchOnWindowFocus: true,
  });
  // While the server is away the page stays as it is: edits are kept, and the strip says what is going on.
  if (session.data?.required && !session.data.signedIn) {
    return (
      <Suspense fallback={null}>
        <SignInPage onSignedIn={() => void session.refetch()} />
      </Suspense>
    );
  }
  return children;
}

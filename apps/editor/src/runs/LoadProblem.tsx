import { ApiProblem } from '../api/client.ts';
import { Button, ButtonLink } from '../parts/Button.tsx';
import { ErrorState } from '../parts/ErrorState.tsx';

type LoadProblemProps = { what: string; error: Error; onRetry: () => void };

/** In the place of what could not be loaded: what happened, what is safe, one way on. */
export function LoadProblem({ what, error, onRetry }: LoadProblemProps) {
  const isGone = error instanceof ApiProblem && error.problem.code === 'not-found';
  // What is not there will not be there on a second try; the list above it is.
  const action = isGone ? (
    <ButtonLink href={`/${window.location.pathname.split('/')[1] ?? ''}`}>Back to the list</ButtonLink>
  ) : (
    <Button onClick={onRetry}>Try again</Button>
  );
  if (error instanceof ApiProblem) {
    return (
      <ErrorState title={error.problem.title} code={error.problem.code} action={action}>
        {error.problem.whatToDo}
      </ErrorState>
    );
  }
  return (
    <ErrorState title={`The server does not answer, so ${what} can not be shown`} action={action}>
      Nothing is lost: what it has taken is stored. Trying again by itself.
    </ErrorState>
  );
}

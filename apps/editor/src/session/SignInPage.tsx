import { systemRoutes } from 'virtual:contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiProblem, call } from '../api/client.ts';
import { Brand } from '../parts/Brand.tsx';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { TextInput } from '../parts/TextInput.tsx';
import { useTitle } from '../shell/useTitle.ts';

/** The owner's password, asked for when the server listens to others. */
export function SignInPage({ onSignedIn }: { onSignedIn: () => void }) {
  useTitle('Sign in');
  const [password, setPassword] = useState('');
  const queries = useQueryClient();
  const signIn = useMutation({
    mutationFn: () => call(systemRoutes.signIn, { body: { password } }),
    onSuccess: () => {
      queries.clear();
      onSignedIn();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <main className="grid min-h-dvh place-items-center bg-page p-4">
      <form
        onSubmit={submit}
        className="flex w-full max-w-80 flex-col gap-4 rounded-lg border border-line bg-panel p-6"
      >
        <Brand />
        <h1 className="text-lg tracking-[-.015em]">Sign in</h1>
        <Field label="Owner password" error={signIn.error ? wordsOf(signIn.error) : undefined}>
          <TextInput
            type="password"
            name="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </Field>
        <Button
          type="submit"
          kind="primary"
          size="lg"
          busy={signIn.isPending ? 'Signing in' : undefined}
          disabled={password === ''}
        >
          Sign in
        </Button>
        <p className="text-xs text-ink-3">It is the SYNCLINE_OWNER_PASSWORD this server was started with.</p>
      </form>
    </main>
  );
}

const wordsOf = (error: Error) =>
  error instanceof ApiProblem ? `${error.problem.title}. ${error.problem.whatToDo}` : error.message;

import { useMutation } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useState } from 'react';
import { postToHook } from '../../api/client.ts';
import { Button } from '../../parts/Button.tsx';
import { CodeBlock } from '../../parts/CodeBlock.tsx';
import { Field } from '../../parts/Field.tsx';
import { Status } from '../../parts/Status.tsx';
import { TextArea } from '../../parts/TextInput.tsx';

type SamplePostProps = { address: string; newest: unknown; onSent: () => void };

const example = {
  id: 'c-1001',
  email: 'ana.kovac@example.test',
  first_name: 'Ana',
  last_name: 'Kovač',
  updated_at: '2026-01-15T09:30:00Z',
};

/** Sends a post to the address as a sender would, and says what the address answered. */
export function SamplePost({ address, newest, onSent }: SamplePostProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? JSON.stringify(newest ?? example, null, 2);
  const problem = problemOf(text);
  const post = useMutation({
    mutationFn: () => postToHook(address, text),
    onSuccess: onSent,
  });
  const status = post.data;
  return (
    <details className="min-w-0 rounded-md border border-line">
      <summary className="flex min-h-(--row) cursor-pointer items-center px-2.5 font-medium">
        Send a sample post
      </summary>
      <div className="flex min-w-0 flex-col gap-2.5 px-2.5 pb-2.5">
        <Field label="Body" error={problem}>
          <TextArea
            mono
            rows={6}
            value={text}
            onChange={(event) => {
              setTyped(event.target.value);
              post.reset();
            }}
          />
        </Field>
        <div className="flex flex-wrap items-center gap-3">
          <Button
            icon={Send}
            busy={post.isPending ? 'Sending' : undefined}
            disabled={problem !== undefined}
            onClick={() => post.mutate()}
          >
            Send sample post
          </Button>
          <span role="status">
            {status !== undefined && status < 300 && (
              <Status kind="success">Taken and stored ({status})</Status>
            )}
            {status !== undefined && status >= 300 && (
              <Status kind="failed">
                {status === 401
                  ? 'Refused: the post is not signed as the connection asks (401)'
                  : `Refused (${status})`}
              </Status>
            )}
            {post.error && <Status kind="failed">The address does not answer</Status>}
          </span>
        </div>
        <CodeBlock label="Command" code={curlLine(address, text)} />
      </div>
    </details>
  );
}

function problemOf(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return 'This is not JSON. Check quotes and commas.';
  }
}

/** The same post for a terminal. Single quotes end the shell's text, so they are written around. */
function curlLine(address: string, text: string): string {
  const body = text.replaceAll('\n', ' ').replace(/ +/g, ' ').replaceAll("'", `'\\''`);
  return `curl -X POST '${address}' \\\n  -H 'content-type: application/json' \\\n  -d '${body}'`;
}

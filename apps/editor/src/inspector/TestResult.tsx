import type { Preview } from '@syncline/model';
import { ApiProblem } from '../api/client.ts';
import { useOpenFlow } from '../flow/FlowContext.tsx';
import { countOf, formatDuration } from '../parts/format.ts';
import { Status } from '../parts/Status.tsx';
import { TextLink } from '../parts/TextLink.tsx';

type TestResultProps = { preview: Preview | undefined; error: Error | null };

/** What the last test of the step came to. The count opens the records. */
export function TestResult({ preview, error }: TestResultProps) {
  const { ui } = useOpenFlow();
  if (error) {
    return (
      <p role="status" className="border-b border-line bg-sunken px-4 py-2">
        <Status kind="failed">Not tested</Status>
        <span className="block text-xs text-ink-2">
          {error instanceof ApiProblem
            ? `${error.problem.detail ?? error.problem.title} ${error.problem.whatToDo}`
            : 'The server does not answer. Your edits are kept.'}
        </span>
      </p>
    );
  }
  if (!preview) return null;
  const { output, failed, filtered, from, tookMs } = preview;
  const kind = failed.length > 0 ? 'warning' : 'success';
  const words = [
    `${countOf(output.length, 'record')} on`,
    filtered > 0 ? `${filtered} left out` : '',
    failed.length > 0 ? `${failed.length} failed` : '',
  ].filter((part) => part !== '');
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-2 border-b border-line bg-sunken px-4 py-1.5"
    >
      <Status kind={kind}>{words.join(', ')}</Status>
      <span className="min-w-0 flex-1 truncate text-xs text-ink-3">
        {from}, {formatDuration(tookMs)}
      </span>
      <TextLink small onClick={() => ui.getState().set({ drawer: failed.length > 0 ? 'failed' : 'output' })}>
        Show records
      </TextLink>
    </div>
  );
}

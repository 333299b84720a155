import { runRoutes } from 'virtual:contract';
import { isTerminal } from '@syncline/model';
import { useMutation } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { call } from '../../api/client.ts';
import { useOpenFlow } from '../../flow/FlowContext.tsx';
import { Button } from '../../parts/Button.tsx';
import { IconButton } from '../../parts/IconButton.tsx';
import { Status } from '../../parts/Status.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { showToast } from '../../parts/toast.ts';
import { runWords } from '../../runs/runWords.ts';
import { resultWords } from './resultWords.ts';
import { useSession, useSessionState } from './session.tsx';

/** One line about the run whose counts are on the canvas: how far it is, then what came of it. */
export function RunLine() {
  const { run: runStore } = useOpenFlow();
  const { state } = useSession();
  const run = useSessionState((session) => session.run);
  const cancel = useMutation({
    mutationFn: (id: string) => call(runRoutes.cancelRun, { params: { id } }),
    onError: (error) => showToast({ kind: 'failed', title: 'It was not stopped', detail: error.message }),
  });
  if (!run) return null;
  const over = isTerminal(run.status);
  const { kind, words } = runWords(run);
  const result = resultWords(run);
  return (
    <div className="z-(--z-panel) flex min-h-9 flex-wrap items-center gap-x-2.5 gap-y-1 border-line bg-raised py-1 pr-1.5 pl-3 max-wide:border-b wide:absolute wide:top-3 wide:left-3 wide:max-w-[calc(100%-24px)] wide:rounded-lg wide:border wide:shadow-float">
      <Status kind={kind}>{words}</Status>
      {!words.includes(result) && <span className="text-ink-2">{result}</span>}
      <TextLink href={`/runs/${encodeURIComponent(run.id)}`}>Open run</TextLink>
      {over ? (
        <IconButton
          size="sm"
          icon={X}
          label="Take the counts away"
          onClick={() => {
            runStore.getState().clear();
            state.setState({ run: null, watched: null });
          }}
        />
      ) : (
        <Button
          size="sm"
          busy={cancel.isPending ? 'Stopping' : undefined}
          onClick={() => cancel.mutate(run.id)}
        >
          Stop
        </Button>
      )}
    </div>
  );
}

import { approvalRoutes } from 'virtual:contract';
import type { Approval } from '@syncline/model';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '../../api/client.ts';
import { Button } from '../../parts/Button.tsx';
import { Dialog } from '../../parts/Dialog.tsx';
import { Field } from '../../parts/Field.tsx';
import { countOf, formatCount } from '../../parts/format.ts';
import { ProgressLine } from '../../parts/ProgressLine.tsx';
import { TextInput } from '../../parts/TextInput.tsx';
import { showToast } from '../../parts/toast.ts';
import { mostAtOnce, readAllWaiting } from './approvalQueries.ts';
import type { CheckpointCount } from './CheckpointPicker.tsx';
import { SampleList } from './SampleList.tsx';
import { TallyView } from './TallyView.tsx';
import { tally } from './tally.ts';
import type { Decision } from './useDecisions.ts';

type DecideAllDialogProps = {
  at: CheckpointCount;
  decision: Decision;
  onClose: () => void;
  onDone: () => void;
};

type Read = { approvals: readonly Approval[]; complete: boolean };
const verbs = {
  approve: { verb: 'Approve', busy: 'Approving', done: 'Approved' },
  reject: { verb: 'Reject', busy: 'Rejecting', done: 'Rejected' },
};

/** Before all that wait are decided at once: the sum of what would change, ten of them, and exactly which they are. */
export function DecideAllDialog({ at, decision, onClose, onDone }: DecideAllDialogProps) {
  const { verb, busy, done } = verbs[decision];
  const [note, setNote] = useState('');
  const [read, setRead] = useState<Read | null>(null);
  const [looked, setLooked] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const { flowId, node } = at;
  useEffect(() => {
    const stop = new AbortController();
    readAllWaiting({ flowId, node }, setLooked, stop.signal)
      .then(setRead)
      .catch((error: Error) => stop.signal.aborted || setProblem(error.message));
    return () => stop.abort();
  }, [flowId, node]);
  const last = read?.approvals.at(-1);
  const count = read?.approvals.length ?? at.waiting;
  const decide = useMutation({
    mutationFn: (upTo: string) =>
      call(approvalRoutes.decideApprovals, {
        body: { flow: flowId, node, decision, upTo, ...(note.trim() ? { note: note.trim() } : {}) },
      }),
    onSuccess: ({ records }) => {
      showToast({
        title: `${done} ${countOf(records, 'record')}`,
        detail:
          decision === 'approve'
            ? 'They go on now. What came after you looked still waits.'
            : 'They do not go on. What came after you looked still waits.',
      });
      onDone();
      onClose();
    },
    onError: (error) => setProblem(error.message),
  });

  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title={`${verb} ${read && !read.complete ? `the oldest ${formatCount(count)}` : `all ${formatCount(count)} up to now`}?`}
      description={`${at.nodeTitle} in ${at.flowName}. What arrives from now on is not part of it.`}
      actions={
        <>
          <Button onClick={onClose}>Look at them one by one</Button>
          <Button
            kind={decision === 'approve' ? 'primary' : 'danger'}
            disabled={!last}
            busy={decide.isPending ? busy : undefined}
            onClick={() => last && decide.mutate(last.id)}
          >
            {verb} {countOf(count, 'record')}
          </Button>
        </>
      }
    >
      {!read && !problem && (
        <div className="flex flex-col gap-2 py-2" role="status">
          <p className="text-ink-2">
            Adding up what would change, {formatCount(looked)} of {formatCount(at.waiting)}
          </p>
          <ProgressLine
            look="meter"
            label="Records added up"
            value={looked}
            max={Math.min(at.waiting, mostAtOnce)}
          />
        </div>
      )}
      {problem && (
        <p role="alert" className="text-failed">
          {problem} Nothing was decided.
        </p>
      )}
      {read && (
        <div className="flex flex-col gap-4">
          <TallyView sum={tally(read.approvals)} />
          <SampleList approvals={read.approvals} />
          <Field label="Note" hint="Kept with every one of these decisions. May stay empty.">
            <TextInput value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
          </Field>
        </div>
      )}
    </Dialog>
  );
}

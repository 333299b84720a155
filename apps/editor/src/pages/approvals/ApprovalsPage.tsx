import { useState } from 'react';
import { ButtonLink } from '../../parts/Button.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { countOf } from '../../parts/format.ts';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';
import { Badge } from '../../parts/Status.tsx';
import { LoadProblem } from '../../runs/LoadProblem.tsx';
import { PageHead } from '../../shell/PageHead.tsx';
import { useUrlState } from '../../urlState.ts';
import { approvalFields } from './approvalFields.ts';
import { useCheckpoints } from './approvalQueries.ts';
import { CheckpointView } from './CheckpointView.tsx';
import { Said } from './Said.tsx';

/** Records that wait for a person, by checkpoint. */
export default function ApprovalsPage() {
  const counts = useCheckpoints();
  const [{ flow, step }, setAddress] = useUrlState(approvalFields);
  const [said, setSaid] = useState('');
  const checkpoints = counts.data?.checkpoints ?? [];
  const at = checkpoints.find(({ flowId, node }) => flowId === flow && node === step) ?? checkpoints[0];
  const total = counts.data?.total ?? 0;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageHead
        title="Waiting for you"
        aside={total > 0 && <Badge kind="waiting">{countOf(total, 'record')}</Badge>}
      />
      {counts.isPending && <SkeletonRows label="Reading what waits" rows={8} height="table" />}
      {counts.isError && counts.data === undefined && (
        <LoadProblem what="what waits" error={counts.error} onRetry={() => void counts.refetch()} />
      )}
      {counts.data && at === undefined && said && (
        <div className="px-4 wide:px-6">
          <Said words={said} />
        </div>
      )}
      {counts.data && at === undefined && (
        <EmptyState
          title="Nothing waits for you"
          action={<ButtonLink href="/flows">See the flows</ButtonLink>}
        >
          A flow with an approval step stops its records here, with what they would change. They go on when
          you say so.
        </EmptyState>
      )}
      {at && (
        <CheckpointView
          key={`${at.flowId} ${at.node}`}
          at={at}
          checkpoints={checkpoints}
          said={said}
          onSaid={setSaid}
          onCheckpoint={(flowId, node) => setAddress({ flow: flowId, step: node, record: '' })}
        />
      )}
    </div>
  );
}

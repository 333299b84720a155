import { Suspense, useState } from 'react';
import { Button, ButtonLink } from '../../parts/Button.tsx';
import { Card } from '../../parts/Card.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { Select } from '../../parts/Select.tsx';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';
import { useStepLooks } from '../../records/useStepLooks.ts';
import { LoadProblem } from '../../runs/LoadProblem.tsx';
import { useUrlState } from '../../urlState.ts';
import { type Cause, CauseRow } from './CauseRow.tsx';
import { failureFields } from './failureFields.ts';
import { IgnoreDialog, ReplayDialog } from './lazyParts.ts';
import type { useCauses } from './letterQueries.ts';

type Asked = { what: 'replay' | 'ignore'; cause: Cause } | null;

/** Failed records by flow, step and cause: what is wrong, how many, what to do. */
export function FailedTab({ causes }: { causes: ReturnType<typeof useCauses> }) {
  const [{ flow, step }, setAddress] = useUrlState(failureFields);
  const [asked, setAsked] = useState<Asked>(null);
  const all = causes.data?.groups ?? [];
  const lookOf = useStepLooks(all.map(({ flowId }) => flowId));
  const shown = all.filter((cause) => (!flow || cause.flowId === flow) && (!step || cause.node === step));
  const flows = [...new Map(all.map(({ flowId, flowName }) => [flowId, flowName]))];
  const steps = [
    ...new Map(all.filter(({ flowId }) => !flow || flowId === flow).map((cause) => [cause.node, cause])),
  ];
  const shownFlows = flows.filter(([id]) => shown.some(({ flowId }) => flowId === id));

  if (causes.isPending) return <SkeletonRows label="Reading the failed records" rows={8} height="table" />;
  if (causes.isError && causes.data === undefined)
    return (
      <LoadProblem what="the failed records" error={causes.error} onRetry={() => void causes.refetch()} />
    );
  if (all.length === 0)
    return (
      <EmptyState title="Every record arrived" action={<ButtonLink href="/runs">See the runs</ButtonLink>}>
        A record that can not be read, converted or written comes here with its reason, and never holds up the
        others.
      </EmptyState>
    );
  return (
    <div className="flex flex-col gap-3 px-4 pt-3 pb-8">
      <search aria-label="Filters" className="flex flex-wrap gap-2">
        <Select
          caption="Flow"
          value={flow}
          active={flow !== ''}
          onChange={(next) => setAddress({ flow: next, step: '' })}
          options={[{ value: '', label: 'Any' }, ...flows.map(([value, label]) => ({ value, label }))]}
        />
        <Select
          caption="Step"
          value={step}
          active={step !== ''}
          onChange={(next) => setAddress({ step: next })}
          options={[
            { value: '', label: 'Any' },
            ...steps.map(([value, cause]) => ({ value, label: lookOf(cause.flowId, value).title })),
          ]}
        />
      </search>
      {shown.length === 0 && (
        <EmptyState
          title="No failed record fits these filters"
          action={<Button onClick={() => setAddress({ flow: '', step: '' })}>Clear filters</Button>}
        >
          Other flows and steps have some.
        </EmptyState>
      )}
      {shownFlows.map(([id, name]) => {
        const causesOfFlow = shown.filter(({ flowId }) => flowId === id);
        const sum = causesOfFlow.reduce((total, { count }) => total + count, 0);
        return (
          <Card key={id} title={name} count={sum} countKind="failed">
            <ul>
              {causesOfFlow.map((cause) => (
                <CauseRow
                  key={`${cause.node} ${cause.code} ${cause.field}`}
                  cause={cause}
                  look={lookOf(cause.flowId, cause.node)}
                  onReplay={() => setAsked({ what: 'replay', cause })}
                  onIgnore={() => setAsked({ what: 'ignore', cause })}
                />
              ))}
            </ul>
          </Card>
        );
      })}
      <Suspense fallback={null}>
        {asked?.what === 'replay' && <ReplayDialog cause={asked.cause} onClose={() => setAsked(null)} />}
        {asked?.what === 'ignore' && <IgnoreDialog cause={asked.cause} onClose={() => setAsked(null)} />}
      </Suspense>
    </div>
  );
}

import { runRoutes } from 'virtual:contract';
import type { FailureGroup } from '@syncline/model';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useRef, useState } from 'react';
import { call } from '../../api/client.ts';
import { Button } from '../../parts/Button.tsx';
import { Card } from '../../parts/Card.tsx';
import { CountBubble } from '../../parts/CountBubble.tsx';
import { asSentence } from '../../parts/format.ts';
import { lazyPart } from '../../parts/lazyPart.ts';
import { Status } from '../../parts/Status.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { LoadProblem } from '../../runs/LoadProblem.tsx';
import { useRecordKeys } from './useRecordKeys.ts';

const FailedRecord = lazyPart(() =>
  import('./FailedRecord.tsx').then((module) => ({ default: module.FailedRecord })),
);

type FailedRecordsProps = {
  runId: string;
  flowId: string;
  failed: number;
  step: string;
  titleOf: (node: string) => string;
};

/** What failed, grouped by cause: how many, what it means, what to do, and each record with its reason. */
export function FailedRecords({ runId, flowId, failed, step, titleOf }: FailedRecordsProps) {
  const groups = useQuery({
    // The count is part of the question: more failures, another answer.
    queryKey: ['run-failures', runId, failed],
    queryFn: ({ signal }) => call(runRoutes.listRunFailures, { params: { id: runId }, signal }),
    placeholderData: (before) => before,
  });
  const list = useRef<HTMLUListElement>(null);
  useRecordKeys(list);
  const shown = groups.data?.groups.filter((group) => !step || group.node === step) ?? [];
  return (
    <Card
      title="Failed records"
      count={failed}
      {...(failed > 0 ? { countKind: 'failed' as const } : {})}
      className="self-start"
    >
      {groups.isError && (
        <LoadProblem what="the failed records" error={groups.error} onRetry={() => void groups.refetch()} />
      )}
      {groups.isSuccess && shown.length === 0 && (
        <p className="p-3.5 text-ink-2">
          {failed === 0
            ? 'None. A record that can not be read, converted or written waits here with its reason.'
            : 'None at this step.'}
        </p>
      )}
      <ul ref={list}>
        {shown.map((group) => (
          <li
            key={`${group.node} ${group.code} ${group.field}`}
            className="border-b border-line last:border-b-0"
          >
            <Cause group={group} runId={runId} flowId={flowId} titleOf={titleOf} />
          </li>
        ))}
      </ul>
      {shown.length > 0 && (
        <p className="border-t border-line px-3.5 py-2.5 text-xs text-ink-3">
          A failed record never holds up the others. The next state of the same record is tried by itself.
        </p>
      )}
    </Card>
  );
}

type CauseProps = { group: FailureGroup; runId: string; flowId: string; titleOf: (node: string) => string };

function Cause({ group, runId, flowId, titleOf }: CauseProps) {
  const [open, setOpen] = useState(false);
  const records = useQuery({
    queryKey: ['failed', runId, group.node, group.code, group.field],
    queryFn: ({ signal }) =>
      call(runRoutes.listDeadLetters, {
        query: {
          run: runId,
          node: group.node,
          code: group.code,
          ...(group.field ? { field: group.field } : {}),
          limit: 20,
        },
        signal,
      }),
    enabled: open,
  });
  const field = group.field
    ? `?step=${group.node}&field=${encodeURIComponent(group.field)}`
    : `?step=${group.node}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div
      role="group"
      aria-label={`${group.title}, ${group.count} ${group.count === 1 ? 'record' : 'records'}`}
      tabIndex={-1}
      data-failed
      // J and K arrive here: what they are after is inside.
      onFocus={(event) => event.target === event.currentTarget && setOpen(true)}
      className="flex flex-col gap-1.5 rounded-md p-3.5"
    >
      <p className="flex items-center gap-2">
        <Status kind="failed">
          <span className="text-ink">{group.field ? `${group.field}: ${group.title}` : group.title}</span>
        </Status>
        <CountBubble count={group.count} kind="failed" label="records" />
      </p>
      <p className="pl-5.5 text-xs text-ink-2">
        {titleOf(group.node)}: {asSentence(group.message)} {group.whatToDo}
      </p>
      <p className="flex gap-3.5 pl-5.5">
        <TextLink small href={`/flows/${flowId}${field}`}>
          Open step
        </TextLink>
        <TextLink small onClick={() => setOpen(!open)}>
          {open
            ? 'Hide records'
            : group.count === 1
              ? 'Show the record'
              : `Show ${Math.min(group.count, 20)} records`}
        </TextLink>
      </p>
      {open && records.isPending && <p className="pl-5.5 text-xs text-ink-3">Reading the records</p>}
      {open && records.isError && (
        <Button size="sm" onClick={() => void records.refetch()}>
          Try again
        </Button>
      )}
      {open && (
        <Suspense fallback={null}>
          {records.data?.items.map((letter) => (
            <FailedRecord key={letter.id} letter={letter} />
          ))}
        </Suspense>
      )}
    </div>
  );
}

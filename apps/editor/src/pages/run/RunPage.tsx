import { isTerminal } from '@syncline/model';
import { Suspense } from 'react';
import { BalanceBar } from '../../parts/BalanceBar.tsx';
import { Card } from '../../parts/Card.tsx';
import { Duration, Moment } from '../../parts/Figures.tsx';
import { lazyPart } from '../../parts/lazyPart.ts';
import { OfflineStrip } from '../../parts/OfflineStrip.tsx';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';
import { Badge } from '../../parts/Status.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { Tile } from '../../parts/Tile.tsx';
import { LoadProblem } from '../../runs/LoadProblem.tsx';
import { runTook, runWords, startLook } from '../../runs/runWords.ts';
import { PageHead } from '../../shell/PageHead.tsx';
import { urlText, useUrlState } from '../../urlState.ts';
import { FailedRecords } from './FailedRecords.tsx';
import { RunActions } from './RunActions.tsx';
import { RunGraph } from './RunGraph.tsx';
import { RunLogs } from './RunLogs.tsx';
import { RunTimeline } from './RunTimeline.tsx';
import { useRunDetail } from './useRunDetail.ts';

const fields = { step: urlText() };
const RunStop = lazyPart(() => import('./RunStop.tsx'));

/** One run: its account, the flow with counts, the timeline, the log, and what failed and why. */
export default function RunPage({ params }: { params: Record<string, string | undefined> }) {
  const id = params.id ?? '';
  const [{ step }, setAddress] = useUrlState(fields);
  const { query, liveLines, away } = useRunDetail(id);
  const run = query.data;
  if (run === undefined) {
    return query.isError ? (
      <LoadProblem what="this run" error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <SkeletonRows label="Reading the run" rows={12} />
    );
  }
  const over = isTerminal(run.status);
  const { kind, words } = runWords(run);
  const look = startLook(run.startedBy);
  const titleOf = (node: string) => run.document.nodes[node]?.title ?? node;
  const select = (node: string | null) => setAddress({ step: node ?? '' }, { replace: true });

  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      {away && <OfflineStrip retryIn={null} onRetry={() => void query.refetch()} />}
      {run.status === 'paused' && (
        <Suspense fallback={null}>
          <RunStop flowId={run.flowId} />
        </Suspense>
      )}
      <PageHead
        title={run.flowName}
        trail={[{ label: 'Runs', href: '/runs' }]}
        aside={<Badge kind={kind}>{words}</Badge>}
        actions={<RunActions run={run} />}
      />
      <div className="px-4 pb-4 wide:px-6">
        <p className="mb-3 flex flex-wrap items-center gap-x-5 gap-y-1.5 text-ink-2">
          <span className="inline-flex items-center gap-1.5">
            <Tile category={look.category} icon={look.icon} size="sm" /> {run.feederTitle}
          </span>
          <span>Run {run.id}</span>
          <Moment at={run.startedAt ?? run.createdAt} />
          <span>
            {over ? 'Took' : run.status === 'paused' ? 'Open for' : 'Running for'}{' '}
            <Duration milliseconds={runTook(run, Date.now())} />
          </span>
          <TextLink href={`/flows/${run.flowId}`}>Version {run.version}</TextLink>
          {run.note && (
            <span className={kind === 'failed' || kind === 'paused' ? 'text-failed' : undefined}>
              {run.note}
            </span>
          )}
          <span className="ml-auto text-xs text-ink-3">
            {over && run.balanced ? 'Every record is accounted for' : ''}
          </span>
        </p>
        <BalanceBar {...run.totals} finished={over} severalDestinations={run.balanced} />
      </div>
      <div className="grid min-w-0 gap-3 px-4 pb-6 wide:px-6 desk:grid-cols-[minmax(0,1fr)_376px]">
        <div className="flex min-w-0 flex-col gap-3">
          <Card title="Flow" note="A step shows only its own logs and failures">
            <RunGraph
              document={run.document}
              counts={run.nodes}
              running={!over}
              selected={step || null}
              onSelect={select}
            />
          </Card>
          <RunTimeline run={run} titleOf={titleOf} />
          <RunLogs
            runId={run.id}
            live={!over}
            liveLines={liveLines}
            step={step}
            onStep={select}
            steps={Object.keys(run.document.nodes)}
            titleOf={titleOf}
          />
        </div>
        <FailedRecords
          runId={run.id}
          failed={run.totals.failed}
          step={step}
          titleOf={titleOf}
          flowId={run.flowId}
        />
      </div>
    </div>
  );
}

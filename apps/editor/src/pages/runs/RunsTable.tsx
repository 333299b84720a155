import type { RunSummary } from '@syncline/model';
import { Count, Duration } from '../../parts/Figures.tsx';
import { formatMoment, formatTime } from '../../parts/format.ts';
import { ProgressLine } from '../../parts/ProgressLine.tsx';
import { Status } from '../../parts/Status.tsx';
import { type Column, Table } from '../../parts/Table.tsx';
import { Tile } from '../../parts/Tile.tsx';
import { runTook, runWords, startLook } from '../../runs/runWords.ts';

const columns: readonly Column<RunSummary>[] = [
  { key: 'result', head: 'Result', cell: (run) => <Result run={run} /> },
  { key: 'flow', head: 'Flow', cell: (run) => <span className="font-medium">{run.flowName}</span> },
  { key: 'startedBy', head: 'Started by', wideOnly: true, cell: (run) => <StartedBy run={run} /> },
  { key: 'started', head: 'Started', cell: (run) => <Started at={run.startedAt ?? run.createdAt} /> },
  { key: 'took', head: 'Took', wideOnly: true, cell: (run) => <Took run={run} /> },
  {
    key: 'read',
    head: 'Read',
    numeric: true,
    wideOnly: true,
    cell: (run) => <Count value={run.totals.read} />,
  },
  { key: 'written', head: 'Written', numeric: true, cell: (run) => <Count value={run.totals.written} /> },
  {
    key: 'unchanged',
    head: 'Unchanged',
    numeric: true,
    wideOnly: true,
    cell: (run) => <Count value={run.totals.unchanged} />,
  },
  { key: 'failed', head: 'Failed', numeric: true, cell: (run) => <Count value={run.totals.failed} failed /> },
  { key: 'note', head: 'Note', grows: true, wideOnly: true, cell: (run) => <Note run={run} /> },
  {
    key: 'version',
    head: 'Version',
    numeric: true,
    wideOnly: true,
    cell: (run) => <span className="text-xs text-ink-3">v{run.version}</span>,
  },
];

/** Runs as rows; a row opens its run. */
export function RunsTable({ runs }: { runs: readonly RunSummary[] }) {
  return (
    <Table
      label="Runs"
      columns={columns}
      rows={runs}
      rowKey={(run) => run.id}
      rowHref={(run) => `/runs/${run.id}`}
    />
  );
}

function Result({ run }: { run: RunSummary }) {
  const { kind, words } = runWords(run);
  return <Status kind={kind}>{words}</Status>;
}

function StartedBy({ run }: { run: RunSummary }) {
  const look = startLook(run.startedBy);
  return (
    <span className="inline-flex items-center gap-1.5 align-middle text-ink-2">
      <Tile category={look.category} icon={look.icon} size="sm" />
      {run.startedBy === 'schedule' || run.startedBy === 'trigger' ? run.feederTitle : look.word}
    </span>
  );
}

function Started({ at }: { at: string }) {
  const today = new Date(at).toDateString() === new Date().toDateString();
  return (
    <time dateTime={at} className="text-ink-2 tabular-nums">
      {today ? formatTime(at) : formatMoment(at)}
    </time>
  );
}

function Took({ run }: { run: RunSummary }) {
  const took = runTook(run, Date.now());
  return (
    <span className="flex items-center gap-2.5 text-ink-2">
      <span className="w-21">{took !== null && <Meter run={run} />}</span>
      <Duration milliseconds={took} clock={took !== null && took >= 60_000} />
    </span>
  );
}

function Meter({ run }: { run: RunSummary }) {
  const { kind, words } = runWords(run);
  const done = run.finishedAt !== null;
  const share = done ? 1 : (run.progress ?? 0.5);
  const look =
    kind === 'failed' ? 'failed' : kind === 'warning' ? 'warning' : kind === 'success' ? 'plain' : 'running';
  return <ProgressLine look="meter" label={words} value={share} max={1} kind={look} />;
}

function Note({ run }: { run: RunSummary }) {
  const bad = run.status === 'failed' || run.status === 'paused';
  return (
    <span title={run.note ?? undefined} className={bad ? 'text-xs text-failed' : 'text-xs text-ink-2'}>
      {run.note}
    </span>
  );
}

import type { FlowSummary } from '@syncline/model';
import { ChevronRight } from 'lucide-react';
import { pauseWords } from '../../flow/pauseWords.ts';
import { RelativeTime } from '../../parts/Figures.tsx';
import { countOf } from '../../parts/format.ts';
import { Icon } from '../../parts/Icon.tsx';
import { Badge, Status } from '../../parts/Status.tsx';
import { type Column, Table } from '../../parts/Table.tsx';
import { Tile } from '../../parts/Tile.tsx';
import { runWords } from '../../runs/runWords.ts';
import { stepLook } from '../../runs/stepLook.ts';
import { useStepTypes } from '../../runs/useCatalogue.ts';
import { FlowStreams } from '../../streams/FlowStreams.tsx';
import { FlowMenu } from './FlowMenu.tsx';

const columns: readonly Column<FlowSummary>[] = [
  { key: 'name', head: 'Flow', cell: (flow) => <span className="font-medium">{flow.name}</span> },
  { key: 'steps', head: 'Steps', wideOnly: true, cell: (flow) => <Shape flow={flow} /> },
  { key: 'state', head: 'State', cell: (flow) => <State flow={flow} /> },
  { key: 'last', head: 'Last run', cell: (flow) => <LastRun flow={flow} /> },
  { key: 'next', head: 'Next run', wideOnly: true, cell: (flow) => <NextRun flow={flow} /> },
  { key: 'waiting', head: 'Sources', wideOnly: true, grows: true, cell: (flow) => <Waiting flow={flow} /> },
  // Above the row's link, or a press on the menu would open the flow.
  {
    key: 'menu',
    head: <span className="sr-only">Actions</span>,
    cell: (flow) => (
      <span className="relative z-1">
        <FlowMenu flow={flow} />
      </span>
    ),
  },
];

/** Flows as rows; a row opens its canvas. */
export function FlowsTable({ flows }: { flows: readonly FlowSummary[] }) {
  return (
    <Table
      label="Flows"
      columns={columns}
      rows={flows}
      rowKey={(flow) => flow.id}
      rowHref={(flow) => `/flows/${flow.id}`}
    />
  );
}

const shownSteps = 5;

function Shape({ flow }: { flow: FlowSummary }) {
  const types = useStepTypes();
  const steps = flow.shape.nodes
    .slice(0, shownSteps)
    .map(({ name, type }) => ({ name, ...stepLook(name, { type, config: {} }, types.get(type)) }));
  // Feeders that meet stand side by side; only a step that is fed by the one before it gets the arrow.
  const followed = (index: number) =>
    flow.shape.edges.some(([from, to]) => from === steps[index - 1]?.name && to === steps[index]?.name);
  return (
    <span className="flex items-center gap-0.5">
      {steps.map((step, index) => (
        <span key={step.name} className="flex items-center gap-0.5" title={step.system}>
          {followed(index) && <Icon of={ChevronRight} size="xs" className="text-ink-3" />}
          <Tile category={step.category} icon={step.icon} size="sm" />
        </span>
      ))}
      {flow.shape.nodes.length > shownSteps && (
        <span className="pl-1 text-xs text-ink-3">+{flow.shape.nodes.length - shownSteps}</span>
      )}
    </span>
  );
}

function State({ flow }: { flow: FlowSummary }) {
  if (flow.problems > 0 && flow.state === 'draft')
    return <Badge kind="failed">{countOf(flow.problems, 'problem')}</Badge>;
  switch (flow.state) {
    case 'draft':
      return <Badge>Draft</Badge>;
    case 'paused':
      return (
        <Badge kind="paused">
          <span>
            Paused
            {flow.pauseReason && flow.pauseReason !== 'user' && (
              <span className="max-wide:hidden">: {pauseWords(flow.pauseReason)}</span>
            )}
          </span>
        </Badge>
      );
    case 'live':
      return (
        <Badge kind="success">
          {flow.changed ? `Live v${flow.version}, draft differs` : `Live v${flow.version}`}
        </Badge>
      );
  }
}

const noTotals = { read: 0, written: 0, unchanged: 0, waiting: 0, failed: 0 };

function LastRun({ flow }: { flow: FlowSummary }) {
  if (flow.lastRun === null) return <span className="text-ink-3">never</span>;
  const { kind, words } = runWords({ status: flow.lastRun.status, totals: noTotals });
  return (
    <span className="inline-flex items-center gap-2 align-middle">
      <Status kind={kind}>{flow.lastRun.status === 'partial' ? 'Done, some failed' : words}</Status>
      <span className="text-xs text-ink-3 max-wide:hidden">
        <RelativeTime at={flow.lastRun.at} />
      </span>
    </span>
  );
}

function NextRun({ flow }: { flow: FlowSummary }) {
  if (flow.late) return <Status kind="warning">Late</Status>;
  if (flow.nextRunAt === null)
    return <span className="text-ink-3">{flow.state === 'live' ? 'on change or by hand' : '—'}</span>;
  return (
    <span className="text-ink-2">
      <RelativeTime at={flow.nextRunAt} />
    </span>
  );
}

function Waiting({ flow }: { flow: FlowSummary }) {
  return (
    <span className="inline-flex items-center gap-3">
      <FlowStreams flow={flow} />
      {flow.waitingEvents > 0 && (
        <span className="text-xs text-waiting">{countOf(flow.waitingEvents, 'event')} kept</span>
      )}
    </span>
  );
}

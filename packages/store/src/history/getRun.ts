import type {
  FlowDocument,
  NodeCounts,
  OutcomeCounts,
  RunDetail,
  RunSummary,
  TimelineSpan,
} from '@syncline/model';
import type { Queryable } from '../database/queryable.ts';
import { numericId } from '../keyset/numericId.ts';
import { joinSpans } from '../runs/timeSlices.ts';
import { StoreError } from '../storeError.ts';
import { type RunRow, runColumns, runSummaryOf } from './runRow.ts';

interface DetailRow extends RunRow {
  workers: string[];
  balanced: boolean | null;
  recoveries: number;
  document: FlowDocument;
  nodes: {
    node: string;
    came: number;
    went: number;
    outcomes: OutcomeCounts;
    ports: Record<string, number> | null;
  }[];
  spans: TimelineSpan[];
}

const text = `
  select ${runColumns}, run.workers, run.balanced, flow_version.document, (
    select coalesce(sum(recoveries), 0)::integer from syncline.run_part where run_id = run.id
  ) as recoveries, (
    select coalesce(json_agg(json_build_object(
      'node', node, 'came', came, 'went', went, 'outcomes', outcomes, 'ports', ports) order by node, part), '[]')
    from syncline.run_node where run_id = run.id
  ) as nodes, (
    select coalesce(json_agg(json_build_object(
      'node', node, 'kind', kind, 'fromMs', from_ms, 'toMs', to_ms) order by from_ms), '[]')
    from syncline.run_span where run_id = run.id
  ) as spans
  from syncline.run
  join syncline.flow on flow.id = run.flow_id
  join syncline.flow_version on flow_version.flow_id = run.flow_id and flow_version.n = run.version
  where run.id = $1`;

/** @throws StoreError `not-found` */
export async function getRun(db: Queryable, id: string): Promise<RunDetail & { document: FlowDocument }> {
  const found = await db.query<DetailRow>({ name: 'get-run', text, values: [numericId(id, 'run')] });
  const row = found.rows[0];
  if (row === undefined) throw new StoreError('not-found', `There is no run ${id}.`);
  const nodes = sumNodes(row.nodes);
  return {
    ...runSummaryOf(row),
    nodes,
    timeline: joinSpans(row.spans),
    workers: row.workers,
    recoveries: row.recoveries,
    balanced: row.balanced ?? isBalanced(nodes),
    document: row.document,
  };
}

/** The summary alone. @throws StoreError `not-found` */
export async function getRunSummary(db: Queryable, id: string): Promise<RunSummary> {
  const found = await db.query<RunRow>({
    name: 'get-run-summary',
    text: `select ${runColumns} from syncline.run join syncline.flow on flow.id = run.flow_id where run.id = $1`,
    values: [numericId(id, 'run')],
  });
  const row = found.rows[0];
  if (row === undefined) throw new StoreError('not-found', `There is no run ${id}.`);
  return runSummaryOf(row);
}

/** Counts of the parts added up per node. */
function sumNodes(rows: DetailRow['nodes']): Record<string, NodeCounts> {
  const nodes: Record<string, NodeCounts> = {};
  for (const { node, came, went, outcomes, ports } of rows) {
    const sum = nodes[node] ?? { in: 0, out: 0, outcomes: {} };
    nodes[node] = sum;
    sum.in += came;
    sum.out += went;
    addCounts(sum.outcomes, outcomes);
    if (ports !== null) {
      sum.ports ??= {};
      addCounts(sum.ports, ports);
    }
  }
  return nodes;
}

function addCounts(sum: Record<string, number | undefined>, more: Record<string, number | undefined>): void {
  for (const [name, count] of Object.entries(more)) sum[name] = (sum[name] ?? 0) + (count ?? 0);
}

function isBalanced(nodes: Record<string, NodeCounts>): boolean {
  return Object.values(nodes).every(
    (node) =>
      node.in === node.out + Object.values(node.outcomes).reduce((sum, count) => sum + (count ?? 0), 0),
  );
}

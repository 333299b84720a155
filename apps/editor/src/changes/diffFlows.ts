import {
  canonicalJson,
  edgePort,
  type FlowDocument,
  type FlowEdge,
  type FlowNode,
  type FlowSettings,
} from '@syncline/model';

/** One difference between two documents of a flow, in the terms a person thinks in. */
export type FlowChange =
  | { kind: 'step-added' | 'step-removed'; step: string }
  | { kind: 'step-renamed'; step: string; from: string | undefined; to: string | undefined }
  | { kind: 'type-changed'; step: string; from: string; to: string }
  | { kind: 'connection-changed'; step: string; from: string | undefined; to: string | undefined }
  | { kind: 'notes-changed'; step: string }
  /** `path` leads into the config; a row of a list is named by what it makes, not by its number. */
  | { kind: 'setting-changed'; step: string; path: readonly string[]; from: unknown; to: unknown }
  | { kind: 'rows-moved'; step: string; path: readonly string[] }
  | { kind: 'edge-added' | 'edge-removed'; edge: FlowEdge }
  | { kind: 'table-added' | 'table-removed' | 'table-changed'; table: string }
  | { kind: 'flow-changed'; what: string; from: unknown; to: unknown };

/** What a flow does that says nothing of it; a server may write it out. Held to the model's own by a test. */
export const usualSettings: FlowSettings = {
  parts: 1,
  overlap: 'queue-one',
  catchup: 'latest',
  errorBudget: 100,
};

/**
 * What a draft does differently from another document of the same flow. Where steps and notes lie on the canvas is not
 * counted: it changes nothing.
 *
 * @example diffFlows(published, draft) // [{ kind: 'step-added', step: 'filter' }, { kind: 'edge-removed', edge: … }]
 */
export function diffFlows(before: FlowDocument, after: FlowDocument): FlowChange[] {
  return [
    ...diffSteps(before, after),
    ...diffEdges(before, after),
    ...diffTables(before, after),
    ...diffFlow(before, after),
  ];
}

function diffSteps(before: FlowDocument, after: FlowDocument): FlowChange[] {
  const removed = Object.keys(before.nodes).filter((step) => !Object.hasOwn(after.nodes, step));
  const changes = Object.entries(after.nodes).flatMap(([step, node]): FlowChange[] => {
    const old = Object.hasOwn(before.nodes, step) ? before.nodes[step] : undefined;
    return old === undefined ? [{ kind: 'step-added', step }] : diffStep(step, old, node);
  });
  return [...changes, ...removed.map((step): FlowChange => ({ kind: 'step-removed', step }))];
}

function diffStep(step: string, before: FlowNode, after: FlowNode): FlowChange[] {
  if (before === after) return [];
  const changes: FlowChange[] = [];
  const titles = { from: before.title || undefined, to: after.title || undefined };
  if (before.type !== after.type)
    changes.push({ kind: 'type-changed', step, from: before.type, to: after.type });
  if (titles.from !== titles.to) changes.push({ kind: 'step-renamed', step, ...titles });
  if (before.connection !== after.connection)
    changes.push({ kind: 'connection-changed', step, from: before.connection, to: after.connection });
  changes.push(...diffValue(step, [], before.config, after.config));
  if ((before.notes ?? '') !== (after.notes ?? '')) changes.push({ kind: 'notes-changed', step });
  return changes;
}

function diffValue(step: string, path: readonly string[], from: unknown, to: unknown): FlowChange[] {
  if (same(from, to)) return [];
  // A condition is read as a whole: "where" of three tests says more than one of its words.
  const whole = path.length > 0 && path.at(-1) === 'where';
  if (!whole && isObject(from) && isObject(to)) return diffMembers(step, path, from, to);
  const rows = whole ? null : pairRows(from, to);
  if (!rows) return [{ kind: 'setting-changed', step, path, from, to }];
  const changes = diffMembers(step, path, rows.from, rows.to);
  return changes.length > 0 ? changes : [{ kind: 'rows-moved', step, path }];
}

function diffMembers(
  step: string,
  path: readonly string[],
  from: Record<string, unknown>,
  to: Record<string, unknown>,
): FlowChange[] {
  const names = new Set([...Object.keys(from), ...Object.keys(to)]);
  return [...names].flatMap((name) => diffValue(step, [...path, name], from[name], to[name]));
}

/** Two lists of rows, each row under its name; null when they are not such lists or a name comes twice. */
function pairRows(from: unknown, to: unknown) {
  if (!Array.isArray(from) || !Array.isArray(to)) return null;
  const named = [nameRows(from), nameRows(to)];
  const [before, after] = named;
  return before && after ? { from: before, to: after } : null;
}

function nameRows(rows: readonly unknown[]): Record<string, unknown> | null {
  const named: [string, unknown][] = [];
  for (const row of rows) {
    if (!isObject(row)) return null;
    const name = [row.to, row.name, row.field].find((candidate) => typeof candidate === 'string');
    if (typeof name !== 'string' || named.some(([other]) => other === name)) return null;
    named.push([name, row]);
  }
  return Object.fromEntries(named);
}

function diffEdges(before: FlowDocument, after: FlowDocument): FlowChange[] {
  const keyOf = (edge: FlowEdge) => `${edge[0]} ${edgePort(edge)} ${edge[1]}`;
  const old = new Set(before.edges.map(keyOf));
  const now = new Set(after.edges.map(keyOf));
  // A line goes with its step: only those between steps that stay are told.
  const stays = (document: FlowDocument, edge: FlowEdge) =>
    Object.hasOwn(document.nodes, edge[0]) && Object.hasOwn(document.nodes, edge[1]);
  return [
    ...after.edges
      .filter((edge) => !old.has(keyOf(edge)))
      .map((edge): FlowChange => ({ kind: 'edge-added', edge })),
    ...before.edges
      .filter((edge) => !now.has(keyOf(edge)) && stays(after, edge))
      .map((edge): FlowChange => ({ kind: 'edge-removed', edge })),
  ];
}

function diffTables(before: FlowDocument, after: FlowDocument): FlowChange[] {
  const [old, now] = [before.tables ?? {}, after.tables ?? {}];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((table): FlowChange[] => {
    if (!Object.hasOwn(old, table)) return [{ kind: 'table-added', table }];
    if (!Object.hasOwn(now, table)) return [{ kind: 'table-removed', table }];
    return same(old[table], now[table]) ? [] : [{ kind: 'table-changed', table }];
  });
}

function diffFlow(before: FlowDocument, after: FlowDocument): FlowChange[] {
  const facts = ({ name, description, settings }: FlowDocument): Record<string, unknown> => ({
    name,
    description: description || undefined,
    ...usualSettings,
    ...settings,
  });
  const [old, now] = [facts(before), facts(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((what) => !same(old[what], now[what]))
    .map((what) => ({ kind: 'flow-changed', what, from: old[what], to: now[what] }));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  return canonicalJson(a) === canonicalJson(b);
}

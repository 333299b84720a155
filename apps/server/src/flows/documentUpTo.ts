import { buildGraph, type CompileResult, portsOf, stepsBefore } from '@syncline/compiler';
import {
  type AnyNodeDefinition,
  defineNode,
  destinationPorts,
  edgePort,
  type FlowDocument,
  openSchema,
  type RecordSchema,
} from '@syncline/model';
import * as z from 'zod';

/** Stands in for whatever comes after the step that is looked at: takes everything, writes nothing. */
// Erased like every definition in a list; it reads no config.
export const previewEnd = defineNode({
  type: 'preview.end',
  version: 1,
  role: 'destination',
  title: 'End of the preview',
  icon: 'eye',
  doc: 'Takes what a preview shows.',
  config: z.strictObject({}),
  ports: destinationPorts,
  capabilities: { writes: ['upsert', 'create', 'delete'], delivery: 'U' },
}) as unknown as AnyNodeDefinition;

export interface ReducedDocument {
  document: FlowDocument;
  /** What the ends accept: as their real destinations, with nothing required. */
  schemas: Record<string, RecordSchema>;
}

type Whole = Pick<CompileResult, 'schemas' | 'targets'>;

/**
 * The part of a draft that decides what one step makes of records, with an end behind it: what lies further on may be
 * half-drawn, and is no reason to show nothing.
 */
export function documentUpTo(
  document: FlowDocument,
  node: string,
  whole: Whole,
  definition: (type: string) => AnyNodeDefinition | undefined,
): ReducedDocument {
  const graph = buildGraph(
    Object.keys(document.nodes),
    document.edges.map((edge) => ({ from: edge[0], to: edge[1], port: edgePort(edge) })),
  );
  const kept = stepsBefore(graph, [node]);
  const nodes = Object.fromEntries(Object.entries(document.nodes).filter(([name]) => kept.has(name)));
  const edges = document.edges.filter(([from, to]) => kept.has(from) && kept.has(to));
  const reduced: FlowDocument = { ...document, nodes, edges };
  if (definition(document.nodes[node]?.type ?? '')?.role === 'destination') {
    nodes[node] = { type: 'preview.end', config: {} };
    return { document: reduced, schemas: { [node]: undemanding(whole.schemas[node]) } };
  }
  const end = freeName(document);
  nodes[end] = { type: 'preview.end', config: {} };
  for (const port of portsOf(document, node, { definition }).out)
    edges.push(port === 'out' ? [node, end] : [node, end, port]);
  return { document: reduced, schemas: { [end]: undemanding(whole.schemas[whole.targets[node] ?? '']) } };
}

function undemanding(schema: RecordSchema = openSchema): RecordSchema {
  return { ...schema, fields: schema.fields.map((field) => ({ ...field, required: false })) };
}

function freeName(document: FlowDocument): string {
  let name = 'previewEnd';
  while (Object.hasOwn(document.nodes, name)) name += '_';
  return name;
}

import { createHash } from 'node:crypto';
import { type FlowDocument, type FlowSummary, logicOf, type Plan } from '@syncline/model';
import { cleanText } from '../database/cleanText.ts';

/** Hash of what a flow does; layout and notes don't count. */
export function hashLogic(document: FlowDocument): string {
  return createHash('sha256').update(logicOf(document)).digest('base64url').slice(0, 22);
}

/** The flow's little picture: nodes so that each stands after what feeds it. Cycles keep the order they were drawn in. */
export function shapeOf(document: FlowDocument): FlowSummary['shape'] {
  const names = Object.keys(document.nodes);
  const edges = document.edges
    .map((edge): [string, string] => [edge[0], edge[1]])
    .filter(([from, to]) => from in document.nodes && to in document.nodes);
  const placed: string[] = [];
  const left = new Set(names);
  while (left.size > 0) {
    const free = [...left].filter((name) => !edges.some(([from, to]) => to === name && left.has(from)));
    for (const name of free.length > 0 ? free : [...left]) {
      placed.push(name);
      left.delete(name);
    }
  }
  return { nodes: placed.map((name) => ({ name, type: document.nodes[name]?.type ?? '' })), edges };
}

/** Bindings as jsonb takes them. */
export function bindingsText(bindings: Record<string, string>): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(bindings).map(([name, id]) => [cleanText(name), cleanText(id)])),
  );
}

/** Titles of the plan's nodes as jsonb takes them: runs are listed by them, and a plan is only kept, never looked into. */
export function titlesText(plan: Plan): string {
  return JSON.stringify(Object.fromEntries(plan.steps.map(({ node, title }) => [node, cleanText(title)])));
}

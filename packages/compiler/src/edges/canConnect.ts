import { type FlowDocument, mainPort } from '@syncline/model';
import type { CompileEnv } from '../compileEnv.ts';
import { buildGraph } from '../graph/flowGraph.ts';
import { pathBetween } from '../graph/pathsTo.ts';
import { readStep, type Step } from '../steps/readSteps.ts';
import { isBeginning, isEnd, toLink } from './readEdges.ts';

export type Connectable = { ok: true } | { ok: false; reason: string };

/**
 * Whether an arrow may be drawn, for the pointer while it is being drawn: quick enough to ask at each move.
 *
 * @param port way out of `from`; `null` = its only one.
 * @example canConnect(flow, 'members', 'out', 'clean', env)
 * // { ok: false, reason: 'A destination is the end. Nothing can follow it.' }
 */
export function canConnect(
  document: FlowDocument,
  from: string,
  port: string | null,
  to: string,
  env: Pick<CompileEnv, 'definition'>,
): Connectable {
  const start = findStep(document, from, env);
  const end = findStep(document, to, env);
  if (!start || !end) return no(`There is no step ${start ? to : from}.`);
  const way = port ?? mainPort;
  if (from === to) return no('A step cannot feed itself.');
  if (isEnd(start)) return no('A destination is the end. Nothing can follow it.');
  if (isBeginning(end)) return no('A source is the beginning. Nothing can lead into it.');
  if (start.config && !start.ports.out.includes(way)) {
    return no(`${start.label} has no way out called "${way}". It has: ${start.ports.out.join(', ')}.`);
  }
  const links = document.edges.map(toLink);
  if (links.some((link) => link.from === from && link.to === to && link.port === way)) {
    return no('These two are connected already.');
  }
  const back = pathBetween(buildGraph(Object.keys(document.nodes), links), to, from);
  if (back) return no(`This would make a circle: ${wordPath([from, ...back], document)}.`);
  return { ok: true };
}

function findStep(document: FlowDocument, name: string, env: Pick<CompileEnv, 'definition'>): Step | null {
  const node = Object.hasOwn(document.nodes, name) ? document.nodes[name] : undefined;
  return node ? readStep(name, node, env).step : null;
}

function wordPath(path: readonly string[], document: FlowDocument): string {
  return joinPath(path.map((name) => document.nodes[name]?.title?.trim() || name));
}

/** Steps of a way in words; the middle of a very long one is counted only. */
export function joinPath(labels: readonly string[]): string {
  if (labels.length <= 8) return labels.join(' → ');
  return [...labels.slice(0, 4), `${labels.length - 7} more`, ...labels.slice(-3)].join(' → ');
}

const no = (reason: string): Connectable => ({ ok: false, reason });

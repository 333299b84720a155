import { type Diagnostic, edgePort, type FlowDocument, type FlowEdge, isFeeder } from '@syncline/model';
import { compareLinks, type Link } from '../graph/flowGraph.ts';
import type { Step, Steps } from '../steps/readSteps.ts';

export interface ReadEdges {
  /** Arrows that can be followed: both ends are there and may be joined. */
  links: Link[];
  problems: Diagnostic[];
  /** Steps an arrow touches, even a wrong one. */
  touched: Set<string>;
  /** Steps with a refused arrow out of or into them: whether records flow there can't be said. */
  unsureAfter: Set<string>;
  unsureBefore: Set<string>;
}

/** The arrows of a document, checked one by one. An arrow that is refused is left out of `links`. */
export function readEdges(document: FlowDocument, steps: Steps): ReadEdges {
  const read: ReadEdges = {
    links: [],
    problems: [],
    touched: new Set(),
    unsureAfter: new Set(),
    unsureBefore: new Set(),
  };
  const sorted = document.edges.map(toLink).sort(compareLinks);
  let last: Link | null = null;
  for (const link of sorted) {
    read.touched.add(link.from).add(link.to);
    const refused = refuseRepeat(link, last, steps) ?? refuseEnds(link, steps);
    if (refused) {
      read.problems.push(refused);
      read.unsureAfter.add(link.from);
      read.unsureBefore.add(link.to);
    } else {
      const missing = checkPort(link, steps.get(link.from));
      if (missing) read.problems.push(missing);
      read.links.push(link);
    }
    last = link;
  }
  return read;
}

export function toLink(edge: FlowEdge): Link {
  return { from: edge[0], to: edge[1], port: edgePort(edge) };
}

function refuseRepeat(link: Link, last: Link | null, steps: Steps): Diagnostic | null {
  if (last === null || compareLinks(link, last) !== 0 || !steps.has(link.from)) return null;
  const [from, to] = labels(link, steps);
  return edgeError(link.from, 'edge.repeated', {
    port: link.port,
    title: `${from} and ${to} are connected twice`,
    whatToDo: 'Remove one of the two edges.',
  });
}

function refuseEnds(link: Link, steps: Steps): Diagnostic | null {
  const [from, to] = labels(link, steps);
  const start = steps.get(link.from);
  const end = steps.get(link.to);
  if (!start || !end) {
    const missing = start ? link.to : link.from;
    return edgeError(start ? link.from : end ? link.to : undefined, 'edge.unknown-step', {
      title: `An edge goes from ${from} to ${to}, but there is no step ${missing}`,
      whatToDo: `Remove the edge, or add the step ${missing}.`,
    });
  }
  if (link.from === link.to) {
    return edgeError(link.from, 'edge.self', {
      title: `${from} leads into itself`,
      whatToDo: 'Remove the edge, or lead it to another step.',
    });
  }
  if (isEnd(start)) {
    return edgeError(link.from, 'edge.from-destination', {
      title: `An edge leaves ${from}, which is a destination`,
      whatToDo: `Remove it. Lead records to ${to} from a step before ${from}.`,
    });
  }
  if (isBeginning(end)) {
    return edgeError(link.to, 'edge.into-source', {
      title: `An edge leads into ${to}, which is a source`,
      whatToDo: 'Remove it. A source begins a flow.',
    });
  }
  return null;
}

/** Nothing may follow it. */
export const isEnd = (step: Step): boolean => step.role === 'destination' || step.ports.out.length === 0;

/** Nothing may lead into it. */
export const isBeginning = (step: Step): boolean =>
  step.ports.in === 0 || (step.role !== null && isFeeder(step.role));

function checkPort(link: Link, start: Step | undefined): Diagnostic | null {
  // Ports of a step whose settings can't be read are a guess; its own error comes first.
  if (!start?.config || start.ports.out.includes(link.port)) return null;
  return edgeError(link.from, 'edge.unknown-port', {
    port: link.port,
    title: `${start.label} has no way out called "${link.port}"`,
    whatToDo: `Use one of: ${start.ports.out.join(', ')}.`,
  });
}

function labels(link: Link, steps: Steps): [string, string] {
  return [steps.get(link.from)?.label ?? link.from, steps.get(link.to)?.label ?? link.to];
}

function edgeError(
  node: string | undefined,
  code: string,
  rest: Pick<Diagnostic, 'port' | 'title' | 'whatToDo'>,
): Diagnostic {
  return { severity: 'error', code, ...(node === undefined ? {} : { node }), ...rest };
}

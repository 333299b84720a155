import { type LinkConfig, linkPorts } from '@syncline/mapping';
import { type Diagnostic, isFeeder, type RecordSchema } from '@syncline/model';
import type { FlowGraph } from '../graph/flowGraph.ts';
import { isLink } from '../schema/passesOn.ts';
import type { Step, Steps } from '../steps/readSteps.ts';
import { checkLinkedFields } from './checkLinkedFields.ts';
import { canFetch } from './checkPairing.ts';

/** What a link knows of one of its sides. */
export interface LinkedSide {
  name: 'a' | 'b';
  /** Reads it. */
  feeder: Step;
  gives: RecordSchema;
  /** Writes it. */
  dest: Step;
  accepts: RecordSchema;
}

type Say = (code: string, words: Pick<Diagnostic, 'title' | 'whatToDo' | 'path' | 'port' | 'field'>) => void;

/**
 * A two-way link joins two feeders that can be asked for single records with two destinations: `a` and `b` are read and
 * written. Every other shape is refused, with a word on what to draw.
 */
export function checkLink(
  step: Step,
  graph: FlowGraph,
  steps: Steps,
  leaving: ReadonlyMap<string, RecordSchema>,
): Diagnostic[] {
  if (!isLink(step) || step.config === null) return [];
  // The link's own definition parsed this config, so it is one.
  const config = step.config as LinkConfig;
  const found: Diagnostic[] = [];
  const say: Say = (code, words) => found.push({ severity: 'error', code, node: step.name, ...words });
  const feeders = {
    a: checkSide(step, config, 'a', graph, steps, say),
    b: checkSide(step, config, 'b', graph, steps, say),
  };
  checkArrows(step, config, graph, steps, say);
  const dests = { a: checkWay(step, 'a', graph, steps, say), b: checkWay(step, 'b', graph, steps, say) };
  if (dests.a !== null && dests.a === dests.b)
    say('link.shape', {
      title: `Both ways out of ${step.label} lead to ${dests.a.label}`,
      whatToDo: 'Lead to-a to the step that writes to side A, and to-b to the one that writes to side B.',
    });
  const sideOf = (name: 'a' | 'b'): LinkedSide | null => {
    const feeder = feeders[name];
    const dest = dests[name];
    const gives = feeder && leaving.get(feeder.name);
    const accepts = dest && leaving.get(dest.name);
    return feeder && dest && gives && accepts ? { name, feeder, gives, dest, accepts } : null;
  };
  const [a, b] = [sideOf('a'), sideOf('b')];
  return a && b ? [...found, ...checkLinkedFields(step, config, a, b)] : found;
}

/** The step that reads a side, if it may. */
function checkSide(
  step: Step,
  config: LinkConfig,
  name: 'a' | 'b',
  graph: FlowGraph,
  steps: Steps,
  say: Say,
): Step | null {
  const path = name === 'a' ? 'sideA' : 'sideB';
  const named = config[path];
  const leading = (graph.before.get(step.name) ?? []).map(({ from }) => from);
  const feeder = steps.get(named);
  if (feeder === undefined || !leading.includes(named)) {
    const able = leading.filter((one) => canFetch(steps.get(one)));
    say('link.side', {
      path,
      title:
        feeder === undefined
          ? `${step.label} keeps ${named} equal, which is no step of this flow`
          : `${feeder.label} does not lead straight into ${step.label}, which keeps it equal`,
      whatToDo:
        able.length > 0
          ? `Name one of the steps that lead into it: ${able.join(', ')}.`
          : 'Draw an arrow from the step that reads this side to the link.',
    });
    return null;
  }
  // Its own error says what is wrong with it.
  if (feeder.role === null || feeder.config === null) return null;
  if (canFetch(feeder)) return feeder;
  const needs = feeder.definition?.capabilities?.fetchNeeds ?? [];
  say('link.side', {
    path,
    title: `${feeder.label} can not be asked for single records, which ${step.label} has to do`,
    whatToDo:
      needs.length > 0
        ? `Fill in ${needs.join(' or ')} of ${feeder.label}.`
        : 'Read this side by a step that can: a PostgreSQL table, or an API with a path for single records.',
  });
  return null;
}

/** Nothing but the two sides, and triggers that only say which of their records changed, may lead into a link. */
function checkArrows(step: Step, config: LinkConfig, graph: FlowGraph, steps: Steps, say: Say): void {
  const sides: unknown[] = [config.sideA, config.sideB];
  for (const { from } of graph.before.get(step.name) ?? []) {
    const feeder = steps.get(from);
    if (feeder === undefined || feeder.role === null || sides.includes(from)) continue;
    if (isFeeder(feeder.role) && sides.includes(feeder.config?.fetchFrom)) continue;
    say('link.shape', {
      title: `${feeder.label} leads into ${step.label}, which takes only its two sides`,
      whatToDo: isFeeder(feeder.role)
        ? `Remove the arrow, or let ${feeder.label} name one of the sides as the step to ask again.`
        : 'Remove it: a link looks at both systems itself, so nothing may change or hold back records before it.',
    });
  }
}

/** The one destination a way out leads to. */
function checkWay(step: Step, name: 'a' | 'b', graph: FlowGraph, steps: Steps, say: Say): Step | null {
  const port = linkPorts[name];
  const ways = (graph.after.get(step.name) ?? []).filter((link) => link.port === port);
  const [only, ...more] = ways;
  const dest = only && steps.get(only.to);
  if (dest === undefined || more.length > 0) {
    say('link.shape', {
      port,
      title: `The way "${port}" of ${step.label} leads to ${ways.length === 0 ? 'nothing' : `${ways.length} steps`}`,
      whatToDo: `Lead it to the one step that writes to side ${name.toUpperCase()}.`,
    });
    return null;
  }
  if (dest.role === null || dest.config === null) return null;
  if (dest.role !== 'destination') {
    say('link.shape', {
      port,
      title: `The way "${port}" of ${step.label} leads to ${dest.label}, which is no destination`,
      whatToDo: `Lead it straight to the step that writes to side ${name.toUpperCase()}: what is written there has to come back as it was sent.`,
    });
    return null;
  }
  const others = (graph.before.get(dest.name) ?? []).filter(({ from }) => from !== step.name);
  if (others.length === 0) return dest;
  const from = others[0]?.from ?? '';
  say('link.shape', {
    port,
    title: `${steps.get(from)?.label ?? from} leads to ${dest.label} too, which ${step.label} keeps equal`,
    whatToDo: 'Remove that arrow, or write by a step of its own.',
  });
  return null;
}

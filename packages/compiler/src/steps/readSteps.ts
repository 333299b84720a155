import {
  type AnyNodeDefinition,
  type Diagnostic,
  type FlowDocument,
  type FlowNode,
  hostileNames,
  type NodePorts,
  type NodeRole,
  type ParsedConfig,
  parseNodeConfig,
} from '@syncline/model';
import type { CompileEnv } from '../compileEnv.ts';
import { wordIssue } from '../document/wordIssue.ts';
import { compareText } from '../graph/flowGraph.ts';
import { guessPorts } from './readPorts.ts';

/** A step of the document together with what the catalogue knows of it. */
export interface Step {
  name: string;
  /** How messages call it: its title, else its name. */
  label: string;
  node: FlowNode;
  /** Null for a type the catalogue doesn't have. */
  definition: AnyNodeDefinition | null;
  role: NodeRole | null;
  /** Parsed and migrated; null when it can't be read. */
  config: Record<string, unknown> | null;
  /** As far as known: exact when `config` is there. */
  ports: NodePorts;
}

export type Steps = ReadonlyMap<string, Step>;

type Definitions = Pick<CompileEnv, 'definition'>;

/** Every step with its definition and parsed config, by name in order, and what is wrong with each. */
export function readSteps(
  document: FlowDocument,
  env: Definitions,
): { steps: Map<string, Step>; problems: Diagnostic[] } {
  const steps = new Map<string, Step>();
  const problems: Diagnostic[] = [];
  for (const [name, node] of Object.entries(document.nodes).sort(([a], [b]) => compareText(a, b))) {
    const read = readStep(name, node, env);
    steps.set(name, read.step);
    for (const problem of read.problems) problems.push(problem);
  }
  return { steps, problems };
}

/** One step, with what is wrong with its type and config. */
export function readStep(
  name: string,
  node: FlowNode,
  env: Definitions,
): { step: Step; problems: Diagnostic[] } {
  const label = node.title?.trim() || name;
  const definition = env.definition(node.type) ?? null;
  const base = { name, label, node, definition, role: definition?.role ?? null };
  if (definition === null) {
    const problem = stepError(name, 'step.unknown-type', {
      title: `There is no step type ${node.type}`,
      whatToDo: 'Correct the type, or update Syncline if a newer version brings it.',
    });
    return { step: { ...base, config: null, ports: guessPorts(null, node.config) }, problems: [problem] };
  }
  const parsed = parseSafely(definition, node);
  if (parsed.ok && !parsed.ports.out.some((port) => hostileNames.has(port))) {
    return { step: { ...base, config: parsed.config, ports: parsed.ports }, problems: [] };
  }
  const issues = parsed.ok ? [{ path: '', message: 'A way out has a reserved name' }] : parsed.issues;
  return {
    step: { ...base, config: null, ports: guessPorts(definition, node.config) },
    problems: issues.map((issue) => wordConfigIssue(name, definition, node.version ?? 1, issue)),
  };
}

/** A migration meets configs of any shape; one that throws must not take the whole answer with it. */
function parseSafely(definition: AnyNodeDefinition, node: FlowNode): ParsedConfig {
  try {
    return parseNodeConfig(definition, node.config, node.version ?? 1);
  } catch {
    return { ok: false, issues: [{ path: '', message: 'The settings could not be read' }] };
  }
}

function wordConfigIssue(
  node: string,
  definition: AnyNodeDefinition,
  saved: number,
  issue: { path: string; message: string },
): Diagnostic {
  if (saved > definition.version) {
    return stepError(node, 'step.newer-version', {
      title: `This step was saved by a newer Syncline (version ${saved}, known here: ${definition.version})`,
      whatToDo: 'Update Syncline, or add the step again.',
    });
  }
  const path = issue.path.slice(0, 200);
  return stepError(node, 'step.config', {
    ...(path === '' ? {} : { path }),
    title: wordIssue(path, issue.message).slice(0, 500),
    whatToDo: path === '' ? 'Open the step and correct its settings.' : `Open the step and correct ${path}.`,
  });
}

function stepError(
  node: string,
  code: string,
  rest: Pick<Diagnostic, 'path' | 'title' | 'whatToDo'>,
): Diagnostic {
  return { severity: 'error', code, node, ...rest };
}

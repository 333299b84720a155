import type { FlowDocument, Template } from '@syncline/model';

/** What an exported template says of itself. */
export interface TemplateIntro {
  id: string;
  title: string;
  summary: string;
  note?: string;
}

interface NodeFacts {
  role: string;
  system: string | null;
  connectionKind: string | null;
  /** Top-level config fields whose values are secret. */
  secrets: readonly string[];
}

/**
 * A flow as a template anyone may have: connections become needs by kind, secret config values go, and so does everything
 * that names this installation (addresses of webhooks live outside the document already).
 *
 * @param factsOf looks a node type up in the catalogue.
 */
export function exportTemplate(
  document: FlowDocument,
  intro: TemplateIntro,
  factsOf: (type: string) => NodeFacts | undefined,
): Template {
  const needs: Template['needs'] = {};
  const systems = new Set<string>();
  const roles = new Set<string>();
  const nodes: FlowDocument['nodes'] = {};
  for (const [name, node] of Object.entries(document.nodes)) {
    const facts = factsOf(node.type);
    if (facts) roles.add(facts.role);
    if (facts?.system) systems.add(facts.system);
    if (node.connection && facts?.connectionKind) needs[node.connection] = { kind: facts.connectionKind };
    const { notes: _remarks, ...kept } = node;
    nodes[name] = { ...kept, config: withoutSecrets(node.config, facts?.secrets ?? []) };
  }
  const { notes: _notes, ...rest } = document;
  return {
    ...intro,
    note: intro.note ?? '',
    mode: roles.has('trigger') ? (roles.has('schedule') ? 'both' : 'trigger') : 'schedule',
    systems: [...systems].sort(),
    document: { ...rest, nodes },
    needs,
  };
}

function withoutSecrets(
  config: Record<string, unknown>,
  secrets: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).filter(([name]) => !secrets.includes(name)));
}

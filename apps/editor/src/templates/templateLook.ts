import type { CatalogueNode, FlowDocument, TemplateSummary as Template } from '@syncline/model';
import type { MiniStep } from '../parts/MiniCanvas.tsx';
import type { TemplateSummary } from '../parts/TemplateCard.tsx';
import { stepLook } from '../runs/stepLook.ts';

type Types = ReadonlyMap<string, CatalogueNode>;

/** A flow as the steps of its small drawing. */
export function miniSteps(document: FlowDocument, types: Types): MiniStep[] {
  return Object.entries(document.nodes).map(([name, node], index) => {
    const { category, icon } = stepLook(name, node, types.get(node.type));
    const [x, y] = document.layout?.[name] ?? [index * 260, 0];
    return { id: name, x, y, category, icon };
  });
}

/** The edges of the small drawing. */
export const miniEdges = (document: FlowDocument) => document.edges.map(([from, to]) => [from, to] as const);

/** A template of the contract as its card. */
export function templateCard(template: Template, types: Types): TemplateSummary {
  return {
    id: template.id,
    title: template.title,
    note: template.summary,
    steps: miniSteps(template.document, types),
    edges: miniEdges(template.document),
    systems: template.systems.map((name) => ({ name, connected: template.runsAtOnce })),
    starts:
      template.mode === 'both'
        ? ['change', 'schedule']
        : [template.mode === 'trigger' ? 'change' : 'schedule'],
  };
}

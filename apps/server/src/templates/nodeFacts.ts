import type { Catalogue } from '@syncline/model';
import type { exportTemplate } from '@syncline/templates';

export type FactsOf = Parameters<typeof exportTemplate>[2];

/** What an export has to know of node types, read from the catalogue. */
export function nodeFacts(catalogue: Catalogue): FactsOf {
  return (type) => {
    const node = catalogue.nodes.find((one) => one.type === type);
    if (!node) return undefined;
    return {
      role: node.role,
      system: node.system,
      connectionKind: node.connection?.kind ?? null,
      secrets: secretFields(node.configSchema),
    };
  };
}

function secretFields({ properties }: Record<string, unknown>): string[] {
  if (typeof properties !== 'object' || properties === null) return [];
  return Object.entries(properties)
    .filter(
      ([, field]) => typeof field === 'object' && field !== null && Reflect.get(field, 'secret') === true,
    )
    .map(([name]) => name);
}

import {
  type AnyNodeDefinition,
  hostileNames,
  isFeeder,
  mainPort,
  type NodeDefinition,
  type NodePorts,
} from '@syncline/model';

// By hand and not with a schema: the canvas asks this too, and its first load has no room for the parser.
function isPorts(value: unknown): value is NodePorts {
  if (typeof value !== 'object' || value === null || !('in' in value) || !('out' in value)) return false;
  return (value.in === 0 || value.in === 1) && Array.isArray(value.out) && value.out.every(isPortName);
}

const isPortName = (name: unknown): boolean =>
  typeof name === 'string' && name.length >= 1 && name.length <= 64 && !hostileNames.has(name);

/**
 * Ports of a step whose config is not finished yet: what its definition makes of the saved config as it stands, else
 * what its role says. So a branch keeps its ways out while a condition is being written.
 */
export function guessPorts(definition: AnyNodeDefinition | null, saved: Record<string, unknown>): NodePorts {
  if (definition === null) return { in: 1, out: [mainPort] };
  try {
    // The config is not parsed: whatever comes of it is checked, and a throw means the role decides.
    const ports: unknown = (definition as unknown as NodeDefinition).ports(saved);
    if (isPorts(ports)) return { in: ports.in, out: ports.out };
  } catch {
    // The role answers below.
  }
  if (isFeeder(definition.role)) return { in: 0, out: [mainPort] };
  return definition.role === 'destination' ? { in: 1, out: [] } : { in: 1, out: [mainPort] };
}

import {
  type AnyNodeDefinition,
  hostileNames,
  isFeeder,
  mainPort,
  type NodeDefinition,
  type NodePorts,
} from '@syncline/model';
import * as z from 'zod';

const portsSchema = z.object({
  in: z.union([z.literal(0), z.literal(1)]),
  out: z.array(
    z
      .string()
      .min(1)
      .max(64)
      .refine((name) => !hostileNames.has(name)),
  ),
});

/**
 * Ports of a step whose config is not finished yet: what its definition makes of the saved config as it stands, else
 * what its role says. So a branch keeps its ways out while a condition is being written.
 */
export function guessPorts(definition: AnyNodeDefinition | null, saved: Record<string, unknown>): NodePorts {
  if (definition === null) return { in: 1, out: [mainPort] };
  try {
    // The config is not parsed: whatever comes of it is checked, and a throw means the role decides.
    const ports = portsSchema.safeParse((definition as unknown as NodeDefinition).ports(saved));
    if (ports.success) return ports.data;
  } catch {
    // The role answers below.
  }
  if (isFeeder(definition.role)) return { in: 0, out: [mainPort] };
  return definition.role === 'destination' ? { in: 1, out: [] } : { in: 1, out: [mainPort] };
}

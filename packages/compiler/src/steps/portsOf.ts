import { edgePort, type FlowDocument, type NodePorts } from '@syncline/model';
import type { CompileEnv } from '../compileEnv.ts';
import { readStep } from './readSteps.ts';

/**
 * Ways in and out of one step, for drawing it. Ways out that arrows use are kept even when the config no longer has
 * them, so that no arrow hangs in the air; `compileFlow` says what is wrong with them.
 *
 * @example portsOf(flow, 'vip', env) // { in: 1, out: ['yes', 'else'] }
 */
export function portsOf(
  document: FlowDocument,
  name: string,
  env: Pick<CompileEnv, 'definition'>,
): NodePorts {
  const node = Object.hasOwn(document.nodes, name) ? document.nodes[name] : undefined;
  if (!node) return { in: 0, out: [] };
  const { step } = readStep(name, node, env);
  if (step.role === 'destination') return step.ports;
  const used = document.edges.filter((edge) => edge[0] === name).map(edgePort);
  return { in: step.ports.in, out: [...new Set([...step.ports.out, ...used])] };
}

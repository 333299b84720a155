import { type PlanStep, SyncError } from '@syncline/model';
import type { ActiveFlow, EnginePorts } from '../ports.ts';
import type { ReadyFlow } from '../run/runWork.ts';
import { compileOperators } from './operators.ts';

/** Makes a loaded flow ready to run. @throws SyncError when its plan has a step this build can't run. */
export function makeReady(flow: ActiveFlow, ports: Pick<EnginePorts, 'now' | 'expressions'>): ReadyFlow {
  const steps = new Map(flow.plan.steps.map((step) => [step.node, step]));
  const step = (node: string): PlanStep => {
    const found = steps.get(node);
    if (found !== undefined) return found;
    const version = `version ${flow.version} of ${flow.name}`;
    throw new SyncError('fatal', 'run.internal', `${version} has no step ${node}`);
  };
  return {
    flow,
    operators: compileOperators({ plan: flow.plan, now: ports.now, expressions: ports.expressions }),
    step,
    connectionOf: ({ connection, title }) => {
      if (connection === null) return {};
      const bound = flow.connections[connection];
      if (bound !== undefined) return bound;
      const message = `${title} needs the connection ${connection}, and none is bound to that name`;
      throw new SyncError('pause', 'connection.config', message, { pause: 'config' });
    },
  };
}

import { messageOf, type PlanStep, SyncError } from '@syncline/model';
import type { ActiveFlow, EnginePorts } from '../ports.ts';
import type { ReadyFlow } from '../run/runWork.ts';
import { compileOperators, type Operators } from './operators.ts';

/** A plan this build can't run: it was published by another build, or names what is gone. */
export class PlanUnusable extends Error {
  constructor({ name, version }: ActiveFlow, cause: unknown) {
    super(`Version ${version} of ${name} can't run here: ${messageOf(cause)}`, { cause });
    this.name = 'PlanUnusable';
  }
}

/** Makes a loaded flow ready to run. @throws PlanUnusable */
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
    operators: compile(flow, ports),
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

function compile(
  flow: ActiveFlow,
  { now, expressions }: Pick<EnginePorts, 'now' | 'expressions'>,
): Operators {
  try {
    return compileOperators({ plan: flow.plan, now, expressions });
  } catch (thrown) {
    throw new PlanUnusable(flow, thrown);
  }
}

import type { Diagnostic } from '@syncline/model';
import type { CompileEnv } from '../compileEnv.ts';
import type { Step } from './readSteps.ts';

/** Whether a step has the connection it needs, bound and of the right kind, and none where it takes none. */
export function checkConnection(step: Step, env: Pick<CompileEnv, 'connectionKind'>): Diagnostic[] {
  if (step.definition === null) return [];
  const given = step.node.connection;
  const wanted = step.definition.connection;
  if (given === undefined) {
    if (!wanted || wanted.optional) return [];
    return say(
      step,
      'connection.missing',
      `${step.label} has no connection`,
      `Choose a ${wanted.kind} connection.`,
    );
  }
  if (!wanted) {
    return say(
      step,
      'connection.not-taken',
      `${step.label} takes no connection`,
      `Remove "${given}" from it.`,
    );
  }
  if (!env.connectionKind) return [];
  const kind = env.connectionKind(given);
  if (kind === undefined) {
    const whatToDo = `Choose which ${wanted.kind} connection "${given}" stands for.`;
    return say(step, 'connection.not-bound', `The connection "${given}" is not set up here`, whatToDo);
  }
  if (kind === wanted.kind) return [];
  const title = `"${given}" is a ${kind} connection, ${step.label} needs ${wanted.kind}`;
  return say(step, 'connection.wrong-kind', title, `Choose a ${wanted.kind} connection.`);
}

function say(step: Step, code: string, title: string, whatToDo: string): Diagnostic[] {
  return [{ severity: 'error', code, node: step.name, title, whatToDo }];
}

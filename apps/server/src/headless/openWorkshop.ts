import { createProcessLog } from '../observe/processLog.ts';
import { builtIn, ensureBuiltIns } from '../runtime/builtInConnections.ts';
import { createFlowTools, type FlowTools } from '../runtime/flowTools.ts';
import { openRuntime, type Runtime } from '../runtime/openRuntime.ts';
import type { Settings } from '../settings/settings.ts';

/** Store and compiler without a server around them: what the command line works with. */
export interface Workshop extends AsyncDisposable {
  runtime: Runtime;
  tools: FlowTools;
}

export interface WorkshopOptions {
  settings: Settings;
  onProgress: (line: string) => void;
}

/** Opens the database beside whatever else runs on it. Dispose it at the end. */
export async function openWorkshop({ settings, onProgress }: WorkshopOptions): Promise<Workshop> {
  const runtime = await openRuntime({ settings, onProgress, log: createProcessLog('error', process.stderr) });
  try {
    await ensureBuiltIns(runtime.store.connections, runtime.database.url, null);
    return {
      runtime,
      tools: createFlowTools(runtime),
      [Symbol.asyncDispose]: () => runtime.close(),
    };
  } catch (error) {
    await runtime.close();
    throw error;
  }
}

/**
 * The demo receiver, for a run that needs it while no server is up. A server that runs has one, and its address stays.
 */
export async function bringDemo({ runtime }: Pick<Workshop, 'runtime'>): Promise<() => void> {
  const { workers } = await runtime.store.health.facts();
  const served = workers.some(({ role }) => role !== 'worker');
  if (served) {
    const demo = await runtime.store.connections.openConfig(builtIn.demoReceiver);
    allow(runtime, demo?.config.baseUrl);
    return () => {};
  }
  const { startDemo } = await import('../demo.ts');
  const demo = await startDemo();
  await ensureBuiltIns(runtime.store.connections, runtime.database.url, demo.receiverUrl);
  allow(runtime, demo.receiverUrl);
  return () => demo.close();
}

function allow(runtime: Runtime, address: unknown): void {
  if (typeof address === 'string' && URL.canParse(address)) runtime.egressAllow.push(new URL(address).host);
}

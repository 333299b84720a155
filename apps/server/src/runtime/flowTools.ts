import { type ConnectionDoor, createConnectionDoor } from '../connections/connectionDoor.ts';
import { openConnection } from '../connections/openConnection.ts';
import { createDraftCompiler, type DraftCompiler } from '../flows/draftCompiler.ts';
import { createNodeTypes, type NodeTypes } from '../flows/nodeTypes.ts';
import { createSchemaFinder, type SchemaFinder } from '../flows/schemaFinder.ts';
import type { Runtime } from './openRuntime.ts';

/** What drafts are checked with: by the web side and by the command line alike. */
export interface FlowTools {
  nodeTypes: NodeTypes;
  connections: ConnectionDoor;
  schemas: SchemaFinder;
  compiler: DraftCompiler;
  now: () => Date;
}

export function createFlowTools({
  store,
  filesFolder,
  egressAllow,
}: Pick<Runtime, 'store' | 'filesFolder' | 'egressAllow'>): FlowTools {
  const now = () => new Date();
  const nodeTypes = createNodeTypes();
  const connections = createConnectionDoor({
    open: (id) => openConnection(store, id),
    dataFolder: filesFolder,
    egressAllow,
    now,
  });
  const schemas = createSchemaFinder({ nodeTypes, door: connections, now: Date.now });
  const compiler = createDraftCompiler({
    nodeTypes,
    schemas,
    samples: async (flowId, node) => (await store.intake.samples(flowId, node)).map(({ request }) => request),
    connectionKinds: async () => new Map((await store.connections.list()).map(({ id, kind }) => [id, kind])),
  });
  return { nodeTypes, connections, schemas, compiler, now };
}

import type { Catalogue, ConnectionDefinition, Connector } from '@syncline/model';
import type { Store, StoredFlow } from '@syncline/store';
import type { ConnectionDoor } from './connections/connectionDoor.ts';
import type { DryRunner } from './failures/dryRunner.ts';
import type { DataFiles } from './files/dataFiles.ts';
import type { DraftCompiler } from './flows/draftCompiler.ts';
import type { NodeTypes } from './flows/nodeTypes.ts';
import type { Previewer } from './flows/previewer.ts';
import type { SchemaFinder } from './flows/schemaFinder.ts';
import type { HealthReport } from './observe/health.ts';
import type { RunWatch } from './runs/runWatch.ts';
import type { Sessions } from './security/session.ts';
import type { TemplateShelf } from './templates/templateShelf.ts';

/** What handlers may be given. Each takes the few it needs, by `Pick`. */
export interface ServerDeps {
  store: Store;
  sessions: Sessions;
  catalogue: Catalogue;
  nodeTypes: NodeTypes;
  connectionKind: (kind: string) => ConnectionDefinition | undefined;
  connectorOfKind: (kind: string) => Connector | undefined;
  connections: ConnectionDoor;
  schemas: SchemaFinder;
  compiler: DraftCompiler;
  previewer: Previewer;
  dryRunner: DryRunner;
  templates: TemplateShelf<StoredFlow>;
  files: DataFiles;
  runWatch: RunWatch;
  /** Tells the intake that addresses or their flows changed. */
  forgetEndpoints: () => void;
  health: () => Promise<HealthReport>;
  /** Where others reach this server: `https://sync.example.com`, without a slash at the end. */
  publicAddress: () => string;
  now: () => Date;
}

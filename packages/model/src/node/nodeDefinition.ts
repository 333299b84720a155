import * as z from 'zod';

/**
 * What a step is for. A trigger listens, a schedule asks, a sync does both for one stream: all three are feeders. A
 * checkpoint keeps records durably until something lets them go on: a person, a time, a condition that came true.
 */
export const nodeRoleSchema = z.enum([
  'trigger',
  'schedule',
  'sync',
  'transform',
  'checkpoint',
  'destination',
]);
export type NodeRole = z.infer<typeof nodeRoleSchema>;

export const isFeeder = (role: NodeRole): boolean =>
  role === 'trigger' || role === 'schedule' || role === 'sync';

/** Feeders whose events come by themselves and wait in the inbox. */
export const listens = (role: NodeRole): boolean => role === 'trigger' || role === 'sync';

/** Feeders that can be asked for all they have. */
export const asks = (role: NodeRole): boolean => role === 'schedule' || role === 'sync';

/**
 * How sure a destination can be that a write happens once:
 * T effect and proof commit together; U upsert by external id; I idempotency key; L create with a searchable marker;
 * N none of these. Printed on the node in plain words.
 */
export const deliveryClassSchema = z.enum(['T', 'U', 'I', 'L', 'N']);
export type DeliveryClass = z.infer<typeof deliveryClassSchema>;

/** How a form shows a config field, where its JSON type does not say it. Carried in `.meta({ ui })`. */
export interface FieldUi {
  widget?:
    | 'stream' // a table or list of the connection, offered from GET /api/connections/{id}/streams
    | 'field' // one field of the incoming (destination: accepted) schema
    | 'fields' // several of them
    | 'cron'
    | 'timezone'
    | 'mapping'
    | 'condition'
    | 'branches'
    | 'expression'
    | 'file' // a file of the data folder or an upload
    | 'code' // several lines of text: SQL, a body template
    | 'secret'
    | 'endpoint' // shows the address of a webhook and waits for a post
    | 'key-values';
  /** Smaller first. */
  order?: number;
  /** Shown only when the named sibling field has one of these values. */
  showIf?: Record<string, readonly (string | boolean)[]>;
  /** Folded under "More settings". */
  advanced?: boolean;
  placeholder?: string;
}

declare module 'zod' {
  interface GlobalMeta {
    ui?: FieldUi;
    /** Value is encrypted at rest, write-only in the API and masked in logs. */
    secret?: boolean;
  }
}

export interface NodePorts {
  in: 0 | 1;
  /** Names of the ways out: `['out']`, a branch one per path, a destination none. */
  out: string[];
}

/**
 * One definition per node type. The zod `config` gives the TypeScript type, the server check, the editor's form
 * (through JSON Schema), the reference page, the secret fields and the versions to migrate.
 */
export interface NodeDefinition<C extends Record<string, unknown> = Record<string, unknown>> {
  type: string;
  /** Raised when the config changes shape; `migrate[n]` turns a config of version n into n + 1. */
  version: number;
  role: NodeRole;
  title: string;
  /** Name of the system as people say it; absent for transforms. */
  system?: string;
  /** lucide icon name in kebab case. */
  icon: string;
  /** One or two plain sentences for palette and reference page. */
  doc: string;
  /** Kind of connection it needs, and whether it works without one. */
  connection?: { kind: string; optional?: boolean };
  config: z.ZodType<C>;
  ports: (config: C) => NodePorts;
  capabilities?: NodeCapabilities;
  /** One line for the card: `daily 02:00`, `table contacts`. */
  summarise?: (config: C) => string;
  migrate?: Record<number, (config: Record<string, unknown>) => Record<string, unknown>>;
}

export interface NodeCapabilities {
  /** Destination: what it can do with a change. */
  writes?: readonly ('upsert' | 'create' | 'delete')[];
  /** Destination: how its class is found when the config decides it. */
  delivery?: DeliveryClass;
  /** Destination: most records in one write. */
  maxBatch?: number;
  /** Destination: values of config fields with which each run replaces what is there, in the form of `showIf`. */
  wholeState?: Record<string, readonly (string | boolean)[]>;
  /** Source: can it read only what changed. */
  incremental?: boolean;
  /** Source: can it tell of deletes. */
  deletes?: 'none' | 'events';
  /** Source: can it read single records by their key (`Source.fetch`). */
  fetches?: boolean;
  /** Source: of these config fields one has to be set for that. Left out: none. */
  fetchNeeds?: readonly string[];
  /** Trigger: its sender gives an event up after some tries, so that something has to compare now and then. */
  mayMiss?: boolean;
}

/**
 * Declares a node type. Its only job is to tie the config's type to `ports`, `summarise` and whoever reads the config.
 *
 * @example
 * const filter = defineNode({ type: 'filter', version: 1, role: 'transform', title: 'Filter', icon: 'filter',
 *   doc: 'Lets on only the records that fit.', config: z.strictObject({ where: conditionSchema }),
 *   ports: () => ({ in: 1, out: ['out'] }) });
 */
export function defineNode<C extends Record<string, unknown>>(
  definition: NodeDefinition<C>,
): NodeDefinition<C> {
  return definition;
}

/** A definition whose config type is only known to itself; parse before use. */
// `ports` and `summarise` take the parsed config, so a list of definitions of different configs has no common
// parameter type but never; `parseNodeConfig` is the one door through which a config reaches them.
export type AnyNodeDefinition = Omit<NodeDefinition<never>, 'config'> & {
  config: z.ZodType<Record<string, unknown>>;
};

/** @example oneOut() // { in: 1, out: ['out'] } */
export const oneOut = (): NodePorts => ({ in: 1, out: ['out'] });
export const sourcePorts = (): NodePorts => ({ in: 0, out: ['out'] });
export const destinationPorts = (): NodePorts => ({ in: 1, out: [] });

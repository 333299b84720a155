import {
  canonicalJson,
  type DeliveryClass,
  type FlowDocument,
  type RawRequest,
  type RecordSchema,
} from '@syncline/model';
import { type ConnectionDoor, explainFailure } from '../connections/connectionDoor.ts';
import type { NodeTypes } from './nodeTypes.ts';

/** What a step's system says of its records; `problem` when it could not be asked. */
export interface StepFacts {
  schema: RecordSchema | null;
  /** Of a destination. */
  delivery: DeliveryClass | null;
  problem: { title: string; whatToDo: string } | null;
}

export interface FindOptions {
  /** Ask again whatever is known. */
  refresh?: boolean;
  /** Ask nobody: what is not known stays unknown. */
  onlyKnown?: boolean;
  /** Newest posts a webhook step received. */
  samplesOf?: (node: string) => Promise<RawRequest[]>;
}

export interface SchemaFinder {
  /** Facts of all sources and destinations of a document. A system that is away is a fact too, not an error. */
  findAll(
    document: FlowDocument,
    bindings: Readonly<Record<string, string>>,
    options?: FindOptions,
  ): Promise<Record<string, StepFacts>>;
  /** Forgets what one connection said: it was changed. */
  forget(connectionId: string): void;
}

export interface SchemaFinderParts {
  nodeTypes: Pick<NodeTypes, 'connector' | 'parse'>;
  door: ConnectionDoor;
  /** In milliseconds. */
  now: () => number;
}

interface Kept {
  at: number;
  facts: Promise<StepFacts>;
  connectionId: string | null;
}

const keepMs = 60_000;
/** A system that did not answer is asked again sooner. */
const keepFailureMs = 5_000;
const limitMs = 5_000;
const mostKept = 2_000;

export function createSchemaFinder({ nodeTypes, door, now }: SchemaFinderParts): SchemaFinder {
  const kept = new Map<string, Kept>();

  const remember = (key: string, connectionId: string | null, ask: () => Promise<StepFacts>) => {
    const entry: Kept = {
      at: now(),
      connectionId,
      facts: ask().catch((error: unknown) => {
        entry.at -= keepMs - keepFailureMs;
        return { schema: null, delivery: null, problem: explainFailure(error) };
      }),
    };
    kept.delete(key);
    kept.set(key, entry);
    for (const oldest of kept.keys()) {
      if (kept.size <= mostKept) break;
      kept.delete(oldest);
    }
    return entry.facts;
  };

  const findStep = async (
    document: FlowDocument,
    name: string,
    bindings: Readonly<Record<string, string>>,
    options: FindOptions,
  ): Promise<StepFacts | null> => {
    const node = document.nodes[name];
    const connector = node && nodeTypes.connector(node.type);
    const parsed = nodeTypes.parse(document, name);
    if (!node || !connector || !parsed?.ok) return null;
    const intake = connector.intakes[node.type];
    // A step that can be asked says more than its events.
    if (intake && !connector.sources[node.type]) {
      const samples = (await options.samplesOf?.(name)) ?? [];
      return { schema: withSureKey(intake.describe(parsed.config, samples)), delivery: null, problem: null };
    }
    const connectionId = node.connection === undefined ? null : (bindings[node.connection] ?? null);
    if (node.connection !== undefined && connectionId === null) return null;
    const key = canonicalJson([connectionId, node.type, parsed.config]);
    const known = kept.get(key);
    if (options.onlyKnown) return known ? known.facts : null;
    if (known && !options.refresh && now() - known.at < keepMs) return known.facts;
    return remember(key, connectionId, () =>
      door.with(connectionId, limitMs, (context) => askStep(connector, node.type, parsed.config, context)),
    );
  };

  return {
    async findAll(document, bindings, options = {}) {
      const names = Object.keys(document.nodes);
      const facts = await Promise.all(names.map((name) => findStep(document, name, bindings, options)));
      return Object.fromEntries(
        names.flatMap((name, place) => {
          const found = facts[place];
          return found ? [[name, found]] : [];
        }),
      );
    },
    forget(connectionId) {
      for (const [key, entry] of kept) if (entry.connectionId === connectionId) kept.delete(key);
    },
  };
}

async function askStep(
  connector: NonNullable<ReturnType<NodeTypes['connector']>>,
  type: string,
  config: Record<string, unknown>,
  context: Parameters<Parameters<ConnectionDoor['withConfig']>[2]>[0],
): Promise<StepFacts> {
  const destination = connector.destinations[type];
  if (destination) {
    const [schema, delivery] = await Promise.all([
      destination.describe(context, config),
      destination.delivery(context, config),
    ]);
    return { schema, delivery, problem: null };
  }
  const source = connector.sources[type];
  const schema = source ? withSureKey(await source.describe(context, config)) : null;
  return { schema, delivery: null, problem: null };
}

/** A record without its key never gets past a source, so behind it the key fields have a value. */
function withSureKey(schema: RecordSchema): RecordSchema {
  const fields = schema.fields.map((field) =>
    schema.key.includes(field.name) ? { ...field, nullable: false } : field,
  );
  return { ...schema, fields };
}

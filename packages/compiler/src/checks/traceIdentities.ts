import { formatPath, parsePath } from '@syncline/mapping';
import { isFeeder, type RecordSchema } from '@syncline/model';
import type { FlowGraph } from '../graph/flowGraph.ts';
import { isLink, isMap, passesOn } from '../schema/passesOn.ts';
import type { Step, Steps } from '../steps/readSteps.ts';

/** By what the records at one place of the flow are told apart, over all ways that lead there. */
export interface Identities {
  /** Key fields in words (`id`, `shop + number`) to the first source with this identity. */
  known: ReadonlyMap<string, string>;
  /** First source that says nothing of its key. */
  unknown: string | null;
  /** First step on the way that made other records of them. */
  changedBy: string | null;
}

/** A map step that decides the identity of records, so that it isn't known before mapping. */
export interface KeySetter {
  map: string;
  key: string;
}

/** Follows the identity of records from the sources on. */
export function traceIdentities(
  graph: FlowGraph,
  order: readonly string[],
  steps: Steps,
  schemas: ReadonlyMap<string, RecordSchema>,
): { at: Map<string, Identities>; setters: KeySetter[] } {
  const at = new Map<string, Identities>();
  const setters: KeySetter[] = [];
  for (const name of order) {
    const step = steps.get(name);
    if (!step) continue;
    if (step.role !== null && isFeeder(step.role)) {
      at.set(name, identityOfSource(name, schemas.get(name)?.key ?? []));
      continue;
    }
    // Each side is told by its own key; that they are one is for the link to see to.
    if (isLink(step)) {
      at.set(name, identityOfSource(name, []));
      continue;
    }
    const arriving = join((graph.before.get(name) ?? []).map((link) => at.get(link.from)));
    const key = isMap(step) ? mapKey(step) : null;
    const fed = arriving.known.size > 0 || arriving.unknown !== null;
    if (key !== null && fed && !isOnly(arriving, key)) setters.push({ map: name, key });
    at.set(name, leave(step, arriving, key));
  }
  return { at, setters };
}

function identityOfSource(name: string, key: readonly string[]): Identities {
  if (key.length === 0) return { known: new Map(), unknown: name, changedBy: null };
  const words = key.map((field) => formatPath([field])).join(' + ');
  return { known: new Map([[words, name]]), unknown: null, changedBy: null };
}

function leave(step: Step, arriving: Identities, key: string | null): Identities {
  const changedBy = arriving.changedBy ?? (passesOn(step) ? null : step.name);
  if (key === null) return { ...arriving, changedBy };
  const [first] = arriving.known.values();
  return { known: new Map([[key, first ?? arriving.unknown ?? step.name]]), unknown: null, changedBy };
}

function join(ways: readonly (Identities | undefined)[]): Identities {
  const known = new Map<string, string>();
  let unknown: string | null = null;
  let changedBy: string | null = null;
  for (const way of ways) {
    if (!way) continue;
    for (const [key, source] of way.known) if (!known.has(key)) known.set(key, source);
    unknown ??= way.unknown;
    changedBy ??= way.changedBy;
  }
  return { known, unknown, changedBy };
}

/** True when a map sets just the key its records have anyway. Behind another map the same name may mean another field. */
function isOnly({ known, unknown, changedBy }: Identities, key: string): boolean {
  return known.size === 1 && known.has(key) && unknown === null && changedBy === null;
}

function mapKey(step: Step): string | null {
  const key = step.config?.key;
  const paths = typeof key === 'string' ? [key] : Array.isArray(key) ? key.map(String) : [];
  return paths.length === 0 ? null : paths.map(tidyPath).join(' + ');
}

/** One spelling for one path. */
function tidyPath(text: string): string {
  try {
    return formatPath(parsePath(text));
  } catch {
    // The mapping check names what is wrong with it; here it is only a name.
    return text;
  }
}

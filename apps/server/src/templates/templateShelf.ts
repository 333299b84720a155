import type { FlowDocument, RawRequest, Template, TemplateSummary } from '@syncline/model';
import type { DataFiles } from '../files/dataFiles.ts';
import type { KnownConnection } from '../flows/bindConnections.ts';
import { ApiError } from '../http/problem.ts';
import { keepTemplate } from './keepTemplate.ts';

export interface TemplateShelfParts<F extends { id: string }> {
  shipped: readonly Template[];
  kept: {
    list(): Promise<Template[]>;
    insert(template: Template): Promise<void>;
    remove(id: string): Promise<void>;
  };
  connections: () => Promise<readonly KnownConnection[]>;
  files: Pick<DataFiles, 'saveIfAbsent'>;
  nameTaken: (name: string) => Promise<boolean>;
  createDraft: (document: FlowDocument, bindings: Record<string, string>) => Promise<F>;
  keepSample: (flowId: string, node: string, request: RawRequest) => Promise<void>;
  /** Runs statements in the built-in database. */
  runSetup: (statements: readonly string[]) => Promise<void>;
}

/** Shipped and imported templates, and what happens when one is taken. */
export interface TemplateShelf<F> {
  list(): Promise<TemplateSummary[]>;
  /** Makes a draft of a template with its sample data, bound to what fits. @throws ApiError not-found, connection.missing. */
  use(
    id: string,
    wish: { name?: string | undefined; bindings?: Record<string, string> | undefined },
  ): Promise<F>;
  /** Keeps an imported template. @throws ApiError request.invalid, conflict.name. */
  keep(template: Template): Promise<TemplateSummary>;
  remove(id: string): Promise<void>;
}

export function createTemplateShelf<F extends { id: string }>(
  parts: TemplateShelfParts<F>,
): TemplateShelf<F> {
  const shippedIds = new Set(parts.shipped.map(({ id }) => id));

  const find = async (id: string): Promise<Template> => {
    const template =
      parts.shipped.find((one) => one.id === id) ?? (await parts.kept.list()).find((one) => one.id === id);
    if (!template) throw new ApiError('not-found');
    return template;
  };

  const summarise = (template: Template, known: readonly KnownConnection[]): TemplateSummary => {
    const { files: _files, setup: _setup, ...rest } = template;
    const ready = Object.fromEntries(
      Object.entries(template.needs).map(([name, need]) => [name, fitting(need, known) !== undefined]),
    );
    const shipped = shippedIds.has(template.id);
    return { ...rest, shipped, ready, runsAtOnce: shipped && Object.values(ready).every(Boolean) };
  };

  return {
    async list() {
      const known = await parts.connections();
      const imported = (await parts.kept.list()).filter(({ id }) => !shippedIds.has(id));
      return [...parts.shipped, ...imported].map((template) => summarise(template, known));
    },

    async use(id, wish) {
      const template = await find(id);
      const bindings = bindNeeds(template, await parts.connections(), wish.bindings ?? {});
      for (const [name, text] of Object.entries(template.files ?? {}))
        await parts.files.saveIfAbsent(name, text);
      // Statements of an imported template never run, whatever way it came in.
      if (template.setup && shippedIds.has(id)) await parts.runSetup(template.setup);
      const name = await freeName(wish.name ?? template.title, parts.nameTaken);
      const flow = await parts.createDraft({ ...template.document, name }, bindings);
      for (const [node, bodies] of Object.entries(template.posts ?? {}))
        for (const body of bodies) await parts.keepSample(flow.id, node, samplePost(body));
      return flow;
    },

    async keep(template) {
      await keepTemplate(parts, template);
      return summarise(template, await parts.connections());
    },

    async remove(id) {
      if (shippedIds.has(id))
        throw new ApiError('conflict.in-use', { detail: 'A shipped template can not be deleted.' });
      await parts.kept.remove(id);
    },
  };
}

function fitting(
  need: Template['needs'][string],
  known: readonly KnownConnection[],
): KnownConnection | undefined {
  return (
    known.find(({ id, kind }) => id === need.builtIn && kind === need.kind) ??
    known.find(({ kind }) => kind === need.kind)
  );
}

function bindNeeds(
  template: Template,
  known: readonly KnownConnection[],
  wanted: Record<string, string>,
): Record<string, string> {
  const bindings: Record<string, string> = {};
  for (const [name, need] of Object.entries(template.needs)) {
    const id = Object.hasOwn(wanted, name) ? wanted[name] : undefined;
    const chosen = id === undefined ? fitting(need, known) : known.find((one) => one.id === id);
    if (id !== undefined && chosen?.kind !== need.kind)
      throw new ApiError('connection.missing', {
        path: `body.bindings.${name}`,
        detail: `There is no ${need.kind} connection with the id given for "${name}".`,
      });
    if (chosen) bindings[name] = chosen.id;
  }
  return bindings;
}

/** "Contacts", then "Contacts 2", "Contacts 3". */
async function freeName(wanted: string, taken: (name: string) => Promise<boolean>): Promise<string> {
  const name = wanted.trim().slice(0, 110) || 'Flow';
  if (!(await taken(name))) return name;
  for (let count = 2; count < 1000; count += 1) {
    if (!(await taken(`${name} ${count}`))) return `${name} ${count}`;
  }
  return name;
}

function samplePost(body: unknown): RawRequest {
  return {
    method: 'POST',
    headers: new Map([['content-type', 'application/json']]),
    body: new TextEncoder().encode(JSON.stringify(body)),
  };
}

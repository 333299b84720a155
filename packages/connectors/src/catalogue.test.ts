import { catalogueSchema, defineNode } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { buildCatalogue } from './catalogue.ts';
import { connectionKind, connectorFor, connectorOfKind, connectors, nodeDefinitions } from './registry.ts';

const catalogue = buildCatalogue([]);

interface Form {
  properties?: Record<string, Form>;
  items?: Form;
  secret?: boolean;
  title?: string;
  ui?: { showIf?: Record<string, unknown> };
}

/** Every field of a form with its path, also the nested ones. */
function fieldsOf(form: Form, prefix = ''): [string, Form][] {
  const own = Object.entries(form.properties ?? {}).map(([name, field]): [string, Form] => [
    prefix + name,
    field,
  ]);
  return own.flatMap(([path, field]) => [[path, field], ...fieldsOf(field, `${path}.`)]);
}

describe('the catalogue', () => {
  it('is JSON of the published shape, with every step of every system', () => {
    expect(catalogueSchema.parse(JSON.parse(JSON.stringify(catalogue)))).toEqual(catalogue);
    expect(catalogue.nodes.map(({ type }) => type)).toEqual(nodeDefinitions.map(({ type }) => type));
    expect(new Set(catalogue.nodes.map(({ type }) => type)).size).toBe(catalogue.nodes.length);
  });

  it.each(catalogue.nodes)('explains $type and each of its fields', (node) => {
    for (const text of [node.title, node.icon, node.system]) expect(text).toMatch(/\S/);
    expect(node.doc).toMatch(/^[A-Z].*\.$/s);
    expect(node.configSchema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      additionalProperties: false,
    });
    for (const [path, field] of fieldsOf(node.configSchema))
      expect([path, field.title]).toEqual([path, expect.any(String)]);
  });

  it.each(catalogue.nodes)('shows a field of $type only by a field that is there', ({ configSchema }) => {
    const paths = new Set(fieldsOf(configSchema).map(([path]) => path));
    for (const [path, field] of fieldsOf(configSchema)) {
      const home = path.includes('.') ? path.slice(0, path.lastIndexOf('.') + 1) : '';
      for (const sibling of Object.keys(field.ui?.showIf ?? {})) expect(paths).toContain(home + sibling);
    }
  });

  it.each(catalogue.connections)('marks what is secret in $kind, nowhere else', (connection) => {
    const marked = fieldsOf(connection.configSchema)
      .filter(([, field]) => field.secret)
      .map(([path]) => path);
    expect(marked.sort()).toEqual([...connection.secrets].sort());
    expect(marked.length).toBeGreaterThan(0);
    expect(connection.doc).toMatch(/^[A-Z].*\.$/s);
    for (const [path, field] of fieldsOf(connection.configSchema)) {
      expect([path, field.title]).toEqual([path, expect.any(String)]);
    }
  });

  it('keeps defaults, and asks only for what has none', () => {
    const send = catalogue.nodes.find(({ type }) => type === 'http.send')?.configSchema;
    expect(send).toMatchObject({
      properties: { method: { default: 'POST', enum: ['POST', 'PUT', 'PATCH'] } },
    });
    expect(send?.required ?? []).toEqual([]);
  });

  it('takes in steps that belong to no system, with ports that need a config', () => {
    const split = defineNode({
      type: 'split',
      version: 1,
      role: 'transform',
      title: 'Split',
      icon: 'split',
      doc: 'Splits.',
      config: z.strictObject({ ways: z.array(z.string()) }),
      ports: ({ ways }) => ({ in: 1, out: ways.map((way) => way) }),
    });
    expect(buildCatalogue([split]).nodes.at(-1)).toMatchObject({
      type: 'split',
      ports: { in: 1, out: ['out'] },
      system: null,
    });
  });
});

describe('the registry', () => {
  it('finds what does the work of each step', () => {
    for (const { type, role, connection } of nodeDefinitions) {
      const connector = connectorFor(type);
      const worker = {
        schedule: connector?.sources,
        trigger: connector?.intakes,
        destination: connector?.destinations,
      };
      expect(
        role === 'schedule' || role === 'trigger' || role === 'destination' ? worker[role]?.[type] : null,
      ).toBeDefined();
      if (connection) expect(connectionKind(connection.kind)?.kind).toBe(connection.kind);
    }
    expect(connectorFor('nothing')).toBeUndefined();
    expect(connectionKind('toString')).toBeUndefined();
    for (const connector of connectors) {
      if (connector.connection) expect(connectorOfKind(connector.connection.kind)).toBe(connector);
    }
  });
});

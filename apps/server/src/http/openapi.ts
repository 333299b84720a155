import { describeError, problemSchema, type Route } from '@syncline/model';
import * as z from 'zod';
import { contract } from './bindRoute.ts';

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _draft, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
};

interface ObjectSchema {
  properties?: Record<string, unknown>;
  required?: string[];
}

function parametersOf(route: Route) {
  const places = [
    ['path', route.params],
    ['query', route.query],
  ] as const;
  return places.flatMap(([place, schema]) => {
    const object: ObjectSchema = jsonSchema(schema, 'input');
    return Object.entries(object.properties ?? {}).map(([name, property]) => ({
      name,
      in: place,
      required: place === 'path' || (object.required ?? []).includes(name),
      schema: property,
    }));
  });
}

const replyTypes: Record<Route['kind'], string> = {
  json: 'application/json',
  sse: 'text/event-stream',
  ndjson: 'application/x-ndjson',
  binary: 'application/octet-stream',
};

function operationOf(route: Route) {
  const hasBody = !route.body.safeParse(undefined).success || route.body instanceof z.ZodObject;
  const errors = Object.fromEntries(
    route.errors.map((code) => [
      String(describeError(code).status ?? 500),
      {
        description: `${code}: ${describeError(code).title}`,
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
  return {
    operationId: route.id,
    summary: route.summary,
    'x-permission': route.permission,
    ...(route.audit === null ? {} : { 'x-audit': route.audit }),
    parameters: parametersOf(route),
    ...(hasBody && route.method !== 'GET'
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: jsonSchema(route.body, 'input') } },
          },
        }
      : {}),
    ...(route.kind === 'binary' && route.method === 'PUT'
      ? {
          requestBody: {
            required: true,
            content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
          },
        }
      : {}),
    responses: {
      [String(route.status)]: {
        description: 'Done',
        content: { [replyTypes[route.kind]]: { schema: jsonSchema(route.reply, 'output') } },
      },
      ...errors,
    },
  };
}

/** The contract as OpenAPI 3.1, made from the same definitions that the server runs on. */
export function buildOpenApi(version: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of Object.values(contract)) {
    paths[route.path] ??= {};
    Object.assign(paths[route.path] ?? {}, { [route.method.toLowerCase()]: operationOf(route) });
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Syncline', version, description: 'Keeps customer data the same in every system.' },
    paths,
    components: { schemas: { Problem: jsonSchema(problemSchema, 'output') } },
  };
}

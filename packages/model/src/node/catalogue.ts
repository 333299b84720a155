import * as z from 'zod';
import { nodeRoleSchema } from './nodeDefinition.ts';

/** A node definition as the editor gets it: JSON only, form as JSON Schema (draft 2020-12, with `ui` and `secret`). */
export const catalogueNodeSchema = z.object({
  type: z.string(),
  version: z.int(),
  role: nodeRoleSchema,
  title: z.string(),
  system: z.string().nullable(),
  icon: z.string(),
  doc: z.string(),
  connection: z.object({ kind: z.string(), optional: z.boolean() }).nullable(),
  /** Ports with an empty config; a branch's depend on its config, see `portsFrom`. */
  ports: z.object({ in: z.int(), out: z.array(z.string()) }),
  configSchema: z.record(z.string(), z.unknown()),
  delivery: z.string().nullable(),
});
export type CatalogueNode = z.infer<typeof catalogueNodeSchema>;

export const catalogueConnectionSchema = z.object({
  kind: z.string(),
  title: z.string(),
  icon: z.string(),
  doc: z.string(),
  configSchema: z.record(z.string(), z.unknown()),
  secrets: z.array(z.string()),
});
export type CatalogueConnection = z.infer<typeof catalogueConnectionSchema>;

export const catalogueSchema = z.object({
  nodes: z.array(catalogueNodeSchema),
  connections: z.array(catalogueConnectionSchema),
});
export type Catalogue = z.infer<typeof catalogueSchema>;

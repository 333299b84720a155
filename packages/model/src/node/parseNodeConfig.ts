import type { AnyNodeDefinition, NodeDefinition, NodePorts } from './nodeDefinition.ts';

export type ParsedConfig =
  | { ok: true; config: Record<string, unknown>; ports: NodePorts; summary: string }
  | { ok: false; issues: { path: string; message: string }[] };

/**
 * Migrates and parses a saved config with the node's own definition.
 *
 * @returns parsed config with ports and summary, or every issue with its path (`fields.2.to`).
 */
export function parseNodeConfig(
  definition: AnyNodeDefinition,
  saved: Record<string, unknown>,
  savedVersion = 1,
): ParsedConfig {
  // The definition's config type is erased in a list; the parse below is what makes the cast true.
  const typed = definition as unknown as NodeDefinition;
  if (savedVersion > typed.version) {
    return {
      ok: false,
      issues: [{ path: '', message: `This step was saved by a newer Syncline (version ${savedVersion}).` }],
    };
  }
  let config = saved;
  for (let version = savedVersion; version < typed.version; version += 1) {
    config = typed.migrate?.[version]?.(config) ?? config;
  }
  const parsed = typed.config.safeParse(config);
  if (!parsed.success) {
    return {
      ok: false,
      issues: parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
    };
  }
  return {
    ok: true,
    config: parsed.data,
    ports: typed.ports(parsed.data),
    summary: typed.summarise?.(parsed.data) ?? '',
  };
}

import { type AnyNodeDefinition, asks, listens, type NodeRole, parseNodeConfig } from '@syncline/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectorContext } from '../harness/connectorContext.ts';
import type { ConnectorKit } from './connectorKit.ts';
import { describeDestination } from './describeDestination.ts';
import { describeIntake } from './describeIntake.ts';
import { describeSource } from './describeSource.ts';

/**
 * The suite every connector passes, whatever its system: connection, catalogue, reading, writing, receiving.
 *
 * @example describeConnector({ connector: httpConnector, start, stop, connection, secrets: ['t0ken'], source })
 */
export function describeConnector(kit: ConnectorKit): void {
  describe(kit.connector.title, () => {
    beforeAll(() => kit.start());
    afterAll(() => kit.stop());

    describeDefinitions(kit);
    describeCheck(kit);
    if (kit.source) describeSource(kit, kit.source);
    if (kit.destination) describeDestination(kit, kit.destination);
    if (kit.intake) describeIntake(kit, kit.intake);
  });
}

/** A context as the engine makes it, for the connection that works. */
export function contextOf(kit: ConnectorKit, connection = kit.connection()) {
  return connectorContext(connection, kit.contextParts?.() ?? {});
}

/** A saved config as the compiler hands it on. */
export function parsedConfig(kit: ConnectorKit, type: string, saved: Record<string, unknown>) {
  const definition = kit.connector.nodes.find((node) => node.type === type);
  if (!definition) throw new Error(`${kit.connector.system} has no node ${type}`);
  const parsed = parseNodeConfig(definition, saved);
  if (!parsed.ok) throw new Error(`${type}: ${JSON.stringify(parsed.issues)}`);
  return parsed.config;
}

function describeDefinitions(kit: ConnectorKit): void {
  const { nodes, sources, destinations, intakes, captures = {}, connection, system } = kit.connector;

  it('has the workers each of its steps needs, and no worker without a step', () => {
    // A step that keeps a stream in sync asks, listens and holds a change stream open.
    const workers = [
      { table: sources, does: asks },
      { table: intakes, does: listens },
      { table: captures, does: (role: NodeRole) => role === 'sync' },
      { table: destinations, does: (role: NodeRole) => role === 'destination' },
    ];
    for (const { table, does } of workers) {
      const types = nodes.filter(({ role }) => does(role)).map(({ type }) => type);
      expect(Object.keys(table).sort()).toEqual(types.sort());
    }
    for (const { type } of nodes) expect(type.startsWith(`${system}.`)).toBe(true);
  });

  it('parses a parsed config to the same config', () => {
    const saved: [string, Record<string, unknown>][] = [
      ...Object.values(kit.source?.configs() ?? {}).map(
        (config) => [kit.source?.type ?? '', config] as const,
      ),
      ...Object.values(kit.destination?.configs() ?? {}).map(
        (config) => [kit.destination?.type ?? '', config] as const,
      ),
      ...(kit.intake ? [[kit.intake.type, kit.intake.config()] as const] : []),
    ].map(([type, config]) => [type, config]);
    expect(saved.length).toBeGreaterThan(0);
    for (const [type, config] of saved) {
      const once = parsedConfig(kit, type, config);
      expect(parsedConfig(kit, type, once)).toEqual(once);
    }
  });

  it('refuses a setting it does not know', () => {
    for (const definition of nodes satisfies readonly AnyNodeDefinition[]) {
      const parsed = parseNodeConfig(definition, { 'no such setting': 1 });
      expect(parsed.ok ? [] : parsed.issues.map(({ message }) => message).join()).toContain(
        'no such setting',
      );
    }
  });

  it('takes its own connection, parsed twice as once', () => {
    const given = kit.intake?.connection() ?? kit.connection();
    if (!connection) return expect(given).toEqual({});
    const once = connection.config.parse(given);
    expect(connection.config.parse(once)).toEqual(once);
  });
}

function describeCheck(kit: ConnectorKit): void {
  const { check } = kit.connector;
  if (!check) return;

  it('says in one line that a good connection works', async () => {
    const result = await check(contextOf(kit));
    expect(result).toMatchObject({ ok: true, summary: expect.stringMatching(/^[^\n]+$/) });
  });

  it('says what to do about a bad one, and shows no secret', async () => {
    for (const [name, connection] of Object.entries(kit.badConnections?.() ?? {})) {
      const context = contextOf(kit, connection);
      const result = await check(context);
      expect([name, result.ok]).toEqual([name, false]);
      expect(result.problem).toMatchObject({
        title: expect.stringMatching(/\S/),
        whatToDo: expect.stringMatching(/\S/),
      });
      const shown = JSON.stringify([result, context.lines]);
      for (const secret of kit.secrets) expect(shown).not.toContain(secret);
    }
  });

  it('stops its check within a second', async () => {
    kit.faults?.stall();
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('stopped')), 50);
    const began = performance.now();
    await check({ ...contextOf(kit), signal: stop.signal }).catch(() => undefined);
    expect(performance.now() - began).toBeLessThan(1500);
    kit.faults?.clear();
  });
}

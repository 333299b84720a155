import type { Copy } from './copy.ts';

/** Reads all of the source table and keeps the copy equal. */
export const readAll = (
  { source, target }: Copy,
  {
    name = 'Copy all',
    parts = 1,
    cron,
    timezone,
  }: { name?: string; parts?: number; cron?: string; timezone?: string } = {},
) => ({
  syncline: 1,
  name,
  settings: { parts },
  nodes: {
    source: {
      type: 'postgres.schedule',
      connection: 'database',
      config: {
        read: 'table',
        table: source,
        mode: 'full',
        ...(cron ? { cron } : {}),
        ...(timezone ? { timezone } : {}),
      },
    },
    map: mapPeople,
    copy: writeCopy(target),
  },
  edges: [
    ['source', 'map'],
    ['map', 'copy'],
  ],
});

export const mapPeople = {
  type: 'map',
  config: {
    fields: [
      { to: 'id', from: 'id' },
      { to: 'email', from: 'email', required: 'dead-letter' },
      { to: 'name', from: 'name', required: 'dead-letter' },
      { to: 'n', from: 'n', required: 'dead-letter' },
    ],
  },
};

export const writeCopy = (table: string, more: Record<string, unknown> = {}) => ({
  type: 'postgres.upsert',
  connection: 'database',
  config: { table, key: ['id'], deletes: 'delete', ...more },
});

/** Follows the source table by its change log, and loads what is there. */
export const follow = (
  { source, target }: Copy,
  { name = 'Follow', check = 'never' }: { name?: string; check?: string } = {},
) => ({
  syncline: 1,
  name,
  nodes: {
    people: { type: 'postgres.sync', connection: 'database', config: { table: source, check } },
    map: mapPeople,
    copy: writeCopy(target),
  },
  edges: [
    ['people', 'map'],
    ['map', 'copy'],
  ],
});

/** Webhooks with the whole record and the number of its change, see `fullBody`. */
export const hearPeople = (more: Record<string, unknown> = {}) => ({
  type: 'webhook.trigger',
  config: {
    key: ['id'],
    record: 'person',
    opPath: 'type',
    deletes: ['deleted'],
    versionPath: 'n',
    versionKind: 'seq',
    ...more,
  },
});

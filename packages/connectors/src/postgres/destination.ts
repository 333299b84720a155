import {
  type ConnectorContext,
  type Destination,
  SyncError,
  type WriteOutcome,
  type WriteRequest,
} from '@syncline/model';
import type { PoolClient } from 'pg';
import * as z from 'zod';
import { readSettings } from './connection.ts';
import { describeFailure, isAnswerLost, isRecordError, isServerError } from './failures.ts';
import {
  dropOldMarkers,
  forgetMarker,
  hasMarker,
  isMarkerTaken,
  readMarker,
  refuseAttempt,
} from './marker.ts';
import { connectionKey } from './pool.ts';
import { atDestination } from './session.ts';
import { describeColumns, readTableShape, type TableShape } from './tableShape.ts';
import { parseUpsertConfig, type UpsertConfig } from './upsertNode.ts';
import { type WriteTarget, writeAtOnce, writeInPieces } from './writeBatch.ts';
import { uniqueIndexStatement } from './writeSql.ts';
import { prepareSteps, type WriteStep } from './writeSteps.ts';

const tableOnly = z.object({ table: z.string().min(1) });

export const postgresDestination: Destination = {
  delivery: (context, saved) =>
    atDestination(context, async (client) => {
      const shape = await readShape(context, client, parseUpsertConfig(saved));
      forgetMarker(context, shape.schema);
      if (!(await hasMarker(context, client, shape.schema))) return 'U';
      await dropOldMarkers(client, shape.schema).catch(() => {
        context.log('debug', 'Old markers stay: this user may not delete them.');
      });
      return 'T';
    }),

  write: writeBatch,

  recover: (context, { config, attemptId, destinationId }) =>
    atDestination(context, async (client) => {
      const shape = await readShape(context, client, parseUpsertConfig(config));
      return refuseAttempt(client, shape.schema, { attemptId, destinationId });
    }),

  describe: (context, saved) =>
    atDestination(context, async (client) => {
      const parsed = tableOnly.safeParse(saved);
      if (!parsed.success)
        throw new SyncError('pause', 'destination.schema', 'Choose a table.', {
          pause: 'config',
          path: 'table',
        });
      const shape = await readTableShape(client, parsed.data.table, 'destination');
      return { fields: describeColumns(shape), key: shape.primaryKey, cursorFields: [], open: false };
    }),
};

const shapes = new Map<string, { shape: TableShape; until: number }>();
const shapeLifeMs = 30_000;

async function readShape(
  context: ConnectorContext,
  client: PoolClient,
  config: UpsertConfig,
): Promise<TableShape> {
  const cacheKey = shapeKey(context, config);
  const now = context.now().getTime();
  const cached = shapes.get(cacheKey);
  if (cached !== undefined && cached.until > now) return cached.shape;
  const shape = await readTableShape(client, config.table, 'destination');
  const wanted = [...config.key].sort().join('\0');
  if (!shape.uniqueKeys.some((columns) => [...columns].sort().join('\0') === wanted))
    throw new SyncError(
      'pause',
      'destination.schema',
      `${shape.label} has no unique index on (${config.key.join(', ')}). Create it: ${uniqueIndexStatement(shape, config.key)}`,
      { pause: 'schema', path: 'key' },
    );
  if (shapes.size > 500) shapes.clear();
  shapes.set(cacheKey, { shape, until: now + shapeLifeMs });
  return shape;
}

const shapeKey = (context: ConnectorContext, config: UpsertConfig): string =>
  JSON.stringify([connectionKey(readSettings(context)), config.table, config.key]);

async function writeBatch(context: ConnectorContext, request: WriteRequest): Promise<WriteOutcome[]> {
  const config = parseUpsertConfig(request.config);
  if (request.batch.length === 0) return [];
  return atDestination(context, async (client) => {
    const shape = await readShape(context, client, config);
    const { steps, settled } = prepareSteps(shape, config, request.batch);
    const marked = await hasMarker(context, client, shape.schema);
    const { attemptId, destinationId, batch } = request;
    const target: WriteTarget = {
      shape,
      config,
      markerSchema: marked ? shape.schema : null,
      attempt: { attemptId, destinationId, records: batch.length },
    };
    const lost = steps.length === 0 ? null : await writeSteps(client, target, steps, settled);
    if (lost !== null) return batch.map((): WriteOutcome => ({ status: 'unknown', message: lost }));
    return batch.map(
      (_, at): WriteOutcome => settled.get(at) ?? { status: 'unknown', message: 'No outcome was told.' },
    );
  }).catch((thrown: unknown) => {
    // The table may have changed since it was looked at; the next try looks again.
    shapes.delete(shapeKey(context, config));
    throw thrown;
  });
}

/** @returns why nothing is known, null when all is. */
async function writeSteps(
  client: PoolClient,
  target: WriteTarget,
  steps: readonly WriteStep[],
  settled: Map<number, WriteOutcome>,
): Promise<string | null> {
  const settle = (at: number, outcome: WriteOutcome) => {
    settled.set(at, outcome);
  };
  const [only] = steps;
  try {
    if (steps.length === 1 && only) {
      await writeAtOnce(client, target, only, settle);
      return null;
    }
  } catch (thrown) {
    if (isMarkerTaken(thrown)) return judgeTaken(client, target);
    if (isAnswerLost(thrown)) return 'The connection broke before PostgreSQL answered.';
    if (!isRecordError(thrown)) throw describeFailure(thrown, 'destination');
  }
  let committing = false;
  try {
    await writeInPieces(client, target, steps, settle);
    committing = true;
    await client.query('commit');
    return null;
  } catch (thrown) {
    if (committing && isAnswerLost(thrown)) return 'The connection broke during the commit.';
    if (isServerError(thrown)) await client.query('rollback').catch(() => {});
    if (isMarkerTaken(thrown)) return judgeTaken(client, target);
    // Before the commit is sent nothing can have happened: an open transaction dies with its connection.
    throw describeFailure(thrown, 'destination');
  }
}

async function judgeTaken(client: PoolClient, target: WriteTarget): Promise<string> {
  const schema = target.markerSchema ?? target.shape.schema;
  if ((await readMarker(client, schema, target.attempt.attemptId)) === 'committed')
    return 'This attempt was written before.';
  throw new SyncError(
    'retry',
    'destination.server',
    'This attempt was given up meanwhile; nothing was written.',
  );
}

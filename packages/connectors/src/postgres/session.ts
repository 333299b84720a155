import type { ConnectorContext } from '@syncline/model';
import type { PoolClient } from 'pg';
import { describeFailure } from './failures.ts';
import { withClient } from './pool.ts';

/** A connection for reading; what goes wrong says what follows for a source. */
export async function atSource<T>(
  context: ConnectorContext,
  use: (client: PoolClient) => Promise<T>,
): Promise<T> {
  try {
    return await withClient(context, use);
  } catch (thrown) {
    throw describeFailure(thrown, 'source');
  }
}

/** A connection for writing; what goes wrong says what follows for a destination. */
export async function atDestination<T>(
  context: ConnectorContext,
  use: (client: PoolClient) => Promise<T>,
): Promise<T> {
  try {
    return await withClient(context, use);
  } catch (thrown) {
    throw describeFailure(thrown, 'destination');
  }
}

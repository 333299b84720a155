import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import { inTransaction } from '../database/inTransaction.ts';
import { resumeInside } from '../flows/resumeFlow.ts';
import { StoreError } from '../storeError.ts';
import { pausedBy } from './connectionRow.ts';
import { getConnection } from './listConnections.ts';

const text = `select id, name from syncline.flow where ${pausedBy('$1')} order by id for no key update`;

/**
 * Lets all flows go on that stopped because this connection was refused. Those that a person or another problem stopped
 * stay as they are.
 *
 * @throws StoreError `not-found`, `conflict.state` before a check went well: they would stop again.
 */
export async function resumeFlows(
  pool: Pool,
  boss: PgBoss,
  id: string,
): Promise<{ id: string; name: string }[]> {
  return inTransaction(pool, async (db) => {
    const { name, state } = await getConnection(db, id);
    const found = await db.query<{ id: string; name: string }>({ text, values: [id] });
    if (found.rows.length === 0) return [];
    if (state !== 'ok')
      throw new StoreError(
        'conflict.state',
        `${name} was not tested since it was refused, or the test failed. Test it first, else its flows stop again.`,
      );
    for (const flow of found.rows) await resumeInside(db, boss, flow.id);
    return found.rows;
  });
}

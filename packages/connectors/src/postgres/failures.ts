import { messageOf, type PauseReason, SyncError } from '@syncline/model';
import { DatabaseError } from 'pg';

/** The server answered with an error, so it is certain that the statement had no effect. */
export function isServerError(thrown: unknown): thrown is DatabaseError & { code: string } {
  return thrown instanceof DatabaseError && typeof thrown.code === 'string';
}

/** The server is going down: what it had in hand may or may not have been committed. */
const goingDown: ReadonlySet<string> = new Set(['57P01', '57P02', '57P05']);

/** Nobody can tell whether the statement had its effect. */
export function isAnswerLost(thrown: unknown): boolean {
  if (thrown instanceof SyncError) return false;
  return !isServerError(thrown) || goingDown.has(thrown.code);
}

/** Errors that one record's content causes: the others of its batch can still be written. */
export function isRecordError(thrown: unknown): thrown is DatabaseError & { code: string } {
  if (!isServerError(thrown)) return false;
  // 21000: two records of the batch meet in one row. 54000: a value too long for an index. P0001: a trigger refused.
  return /^(22|23)/.test(thrown.code) || ['21000', '54000', 'P0001'].includes(thrown.code);
}

interface Finding {
  verdict: 'retry' | 'pause';
  code: string;
  pause?: PauseReason;
}

type Side = 'source' | 'destination';

/** What follows from anything that went wrong while talking to the database. Never carries a record's content. */
export function describeFailure(thrown: unknown, side: Side): unknown {
  if (thrown instanceof SyncError) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError') return thrown;
  const found = isServerError(thrown) ? judgeState(thrown.code, side) : judgeNetwork(thrown, side);
  const text = isServerError(thrown) ? serverText(thrown) : messageOf(thrown);
  return new SyncError(found.verdict, found.code, `PostgreSQL: ${text}`, {
    cause: thrown,
    ...(found.pause === undefined ? {} : { pause: found.pause }),
  });
}

/** The server quotes the offending value after the colon; that part is left out. */
function serverText(error: DatabaseError & { code: string }): string {
  const text = error.message.replace(/: ".*$/s, '');
  return `${text.slice(0, 500)} (${error.code})`;
}

const passing: ReadonlySet<string> = new Set(['40001', '40P01', '55P03', '57014', '25006', '55006']);

function judgeState(state: string, side: Side): Finding {
  const unreachable = `${side}.unreachable`;
  const refused = side === 'source' ? 'source.query' : 'destination.schema';
  if (state.startsWith('28')) return { verdict: 'pause', code: `${side}.auth`, pause: 'auth' };
  if (state === '3D000') return { verdict: 'pause', code: 'connection.config', pause: 'config' };
  if (state === '42501') {
    const code = side === 'source' ? 'source.query' : 'destination.permission';
    return { verdict: 'pause', code, pause: 'permission' };
  }
  if (state === '25006' && side === 'source') return { verdict: 'pause', code: refused, pause: 'config' };
  if (passing.has(state))
    return { verdict: 'retry', code: side === 'source' ? unreachable : 'destination.server' };
  if (['42P01', '42703', '3F000'].includes(state))
    return { verdict: 'pause', code: `${side}.schema`, pause: 'schema' };
  if (/^(42|0A|22|21)/.test(state))
    return { verdict: 'pause', code: refused, pause: side === 'source' ? 'config' : 'schema' };
  if (/^(08|53|57)/.test(state)) return { verdict: 'retry', code: unreachable };
  return { verdict: 'retry', code: side === 'source' ? unreachable : 'destination.server' };
}

const certificateTrouble =
  /does not support SSL|self.signed certificate|certificate has expired|unable to verify|altname/i;

function judgeNetwork(thrown: unknown, side: Side): Finding {
  if (certificateTrouble.test(messageOf(thrown)))
    return { verdict: 'pause', code: 'connection.config', pause: 'config' };
  return { verdict: 'retry', code: `${side}.unreachable` };
}

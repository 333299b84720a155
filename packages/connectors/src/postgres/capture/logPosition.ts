import type { Token } from '@syncline/model';
import * as z from 'zod';

/** `0/16B3748` as one number. @example parseLsn('0/10') // 16n */
export function parseLsn(text: string): bigint {
  const [high = '0', low = '0'] = text.split('/');
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

/** @example formatLsn(16n) // '0/10' */
export function formatLsn(lsn: bigint): string {
  return `${(lsn >> 32n).toString(16)}/${(lsn & 0xffffffffn).toString(16)}`.toUpperCase();
}

const positionSchema = z.object({
  at: z.string().regex(/^[0-9A-F]+\/[0-9A-F]+$/),
  epoch: z.int(),
  inside: z.object({ commit: z.string(), place: z.int() }).optional(),
});

/**
 * How far the log is stored here: everything that was committed before `at`, and of a large transaction that is still
 * being handed over, the changes before `place`. The server sends a transaction whole again, so these are left out then.
 */
export interface LogPosition {
  at: bigint;
  inside: { commit: bigint; place: number } | null;
  /** History of the server the place belongs to, see `readServerEpoch`. */
  epoch: number;
}

export function writePosition({ at, inside, epoch }: LogPosition): Token {
  return {
    at: formatLsn(at),
    epoch,
    ...(inside === null ? {} : { inside: { commit: formatLsn(inside.commit), place: inside.place } }),
  };
}

/** Null for a token that this connector did not write. */
export function readLogPosition(token: Token | null): LogPosition | null {
  const parsed = positionSchema.safeParse(token);
  if (!parsed.success) return null;
  const { at, inside, epoch } = parsed.data;
  return {
    at: parseLsn(at),
    epoch,
    inside: inside === undefined ? null : { commit: parseLsn(inside.commit), place: inside.place },
  };
}

/**
 * The stream numbers transactions with 32 bits, snapshots with 64: the number whose lower half fits, nearest to one that
 * was about at the time. The server never has transactions in the log that are further apart than 2^31.
 *
 * @example widenXid(5, 4_294_967_290n) // 4294967301n
 */
export function widenXid(xid: number, near: bigint): bigint {
  const span = 1n << 32n;
  const base = near - (near % span) + BigInt(xid);
  if (base - near > span / 2n && base >= span) return base - span;
  return near - base > span / 2n ? base + span : base;
}

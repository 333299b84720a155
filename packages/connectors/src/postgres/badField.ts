import type { DataRecord, Value, WriteOutcome } from '@syncline/model';
import { limitsOf } from './columnTypes.ts';
import { isServerError } from './failures.ts';
import type { ColumnShape } from './tableShape.ts';

export type Rejection = Extract<WriteOutcome, { status: 'reject' }>;

const integerRange: Readonly<Record<string, bigint>> = {
  smallint: 2n ** 15n,
  integer: 2n ** 31n,
  bigint: 2n ** 63n,
};

/**
 * The field that the database is certain to refuse, asked after a refusal that names none. Anything in doubt passes:
 * the database decides, this only finds words for it.
 */
export function findBadField(columns: readonly ColumnShape[], record: DataRecord): Rejection | null {
  for (const column of columns) {
    const value = record[column.name];
    const problem = value === undefined ? null : problemOf(column, value);
    if (problem !== null) return reject(problem, [column.name]);
  }
  return null;
}

function reject(problem: string, fields: string[], code = 'destination.rejected'): Rejection {
  const named = fields.length > 0 ? `${fields.join(', ')}: ${problem}` : problem;
  return { status: 'reject', code, message: named, ...(fields.length > 0 ? { fields } : {}) };
}

function problemOf(column: ColumnShape, value: Value): string | null {
  if (value === null) return column.notNull ? 'must not be empty' : null;
  if (typeof value === 'object') return null;
  const text = String(value);
  if (text.includes('\0')) return 'holds a NUL character';
  if (column.options !== null && !column.options.includes(text))
    return `is none of ${column.options.slice(0, 10).join(', ')}`;
  const { maxLength, precision, scale = 0 } = limitsOf(column.castType, column.modifier);
  const whole = /^[+-]?0*(\d*)(?:\.\d*)?$/.exec(text.trim())?.[1] ?? '';
  if (precision !== undefined && whole.length > precision - scale)
    return `has more than ${precision - scale} digits before the point`;
  if (maxLength !== undefined && text.trimEnd().length > maxLength && [...text.trimEnd()].length > maxLength)
    return `is longer than ${maxLength} characters`;
  return problemOfType(column.castType, text.trim());
}

const booleanWords = /^(t|tr|tru|true|y|ye|yes|on|1|f|fa|fal|fals|false|n|no|of|off|0)$/i;
const timeWords = /\d|infinity|now|today|tomorrow|yesterday|epoch/i;

function problemOfType(type: string, text: string): string | null {
  const limit = integerRange[type];
  if (limit !== undefined) {
    if (!/^[+-]?\d[\w]*$/.test(text)) return 'is not a whole number';
    const isDecimal = /^[+-]?\d+$/.test(text);
    const tooLarge = isDecimal && (BigInt(text) >= limit || BigInt(text) < -limit);
    return tooLarge ? `does not fit into ${type}` : null;
  }
  if (type === 'numeric' || type === 'real' || type === 'double precision')
    return /^[+-]?(\.?\d|nan|inf)/i.test(text) ? null : 'is not a number';
  if (type === 'boolean') return booleanWords.test(text) ? null : 'is neither true nor false';
  if (type === 'uuid') return /^[\da-f{}-]{32,}$/i.test(text) ? null : 'is not a UUID';
  if (type === 'date' || type.startsWith('timestamp')) {
    const [, month, day] = /^\d{4}-(\d\d)-(\d\d)/.exec(text) ?? [];
    const impossible = Number(month) > 12 || month === '00' || Number(day) > 31 || day === '00';
    return impossible || !timeWords.test(text) ? 'is not a date' : null;
  }
  return null;
}

/** Words for the refusal of one record. The server's detail names the columns, and the values: only the first is kept. */
export function describeRefusal(
  thrown: unknown,
  columns: readonly ColumnShape[],
  record: DataRecord,
): Rejection {
  const found = findBadField(columns, record);
  if (!isServerError(thrown)) return found ?? reject('PostgreSQL refused the record', []);
  const named = /^Key \((.+?)\)=/.exec(thrown.detail ?? '')?.[1]?.split(', ') ?? [];
  const rule = thrown.constraint ? ` (${thrown.constraint})` : '';
  switch (thrown.code) {
    case '23505':
      return reject(`another row has the same value${rule}`, named, 'destination.duplicate');
    case '23503':
      return reject(`refers to a row that is not there, or is referred to${rule}`, named);
    case '23502':
      return reject('must not be empty', thrown.column ? [thrown.column] : []);
    case '23514':
      return found ?? reject(`breaks the rule${rule} of the table`, []);
    default:
      return found ?? reject(`PostgreSQL: ${thrown.message.replace(/: ".*$/s, '').slice(0, 300)}`, []);
  }
}

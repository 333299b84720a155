import type { FieldSchema, FieldType } from '@syncline/model';

const fieldTypeOf: Readonly<Record<string, FieldType>> = {
  smallint: 'integer',
  integer: 'integer',
  bigint: 'integer',
  oid: 'integer',
  xid8: 'integer',
  numeric: 'decimal',
  real: 'decimal',
  'double precision': 'decimal',
  money: 'text',
  boolean: 'boolean',
  date: 'date',
  'timestamp with time zone': 'datetime',
  'timestamp without time zone': 'datetime',
  json: 'json',
  jsonb: 'json',
};

interface DescribedColumn {
  name: string;
  castType: string;
  nativeType: string;
  category: string;
  notNull: boolean;
  hasDefault: boolean;
  readOnly: boolean;
  options: string[] | null;
  modifier: number;
}

/** @example fieldTypeFor('timestamp with time zone', 'D') // 'datetime' */
export function fieldTypeFor(castType: string, category: string): FieldType {
  if (category === 'A') return 'list';
  if (category === 'E') return 'enum';
  return fieldTypeOf[castType] ?? 'text';
}

/** Column -> field of the record schema, with what the database would refuse otherwise. */
export function describeColumn(column: DescribedColumn): FieldSchema {
  const lengths = limitsOf(column.castType, column.modifier);
  return {
    name: column.name,
    type: fieldTypeFor(column.castType, column.category),
    nullable: !column.notNull,
    required: column.notNull && !column.hasDefault && !column.readOnly,
    nativeType: column.nativeType,
    ...lengths,
    ...(column.options === null ? {} : { options: column.options }),
    ...(column.readOnly ? { readOnly: true } : {}),
  };
}

/** The type modifier packs a length, or precision and scale, with an offset of 4 bytes. */
export function limitsOf(
  castType: string,
  modifier: number,
): { maxLength?: number; precision?: number; scale?: number } {
  if (modifier < 4) return {};
  if (castType === 'character varying' || castType === 'bpchar') return { maxLength: modifier - 4 };
  if (castType !== 'numeric') return {};
  // Scale has 11 bits and a sign since version 15.
  const scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
  return { precision: ((modifier - 4) >> 16) & 0xffff, scale };
}

/** Types of columns that can serve as an incremental cursor, by what they count. */
export function cursorKindOf(castType: string): 'time' | 'local-time' | 'date' | 'number' | 'xid' | null {
  switch (castType) {
    case 'timestamp with time zone':
      return 'time';
    case 'timestamp without time zone':
      return 'local-time';
    case 'date':
      return 'date';
    case 'smallint':
    case 'integer':
    case 'bigint':
      return 'number';
    case 'xid8':
      return 'xid';
    default:
      return null;
  }
}

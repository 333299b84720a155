import { type FieldSchema, findField, type RecordSchema } from '@syncline/model';
import { PathError, parsePath } from '../path/path.ts';

/**
 * A path in the schema of the incoming records: the field it ends at, `field: null` below a field whose inside isn't
 * described, or the problem in the path's text. null = the schema has no such field.
 */
export function findPath(
  source: RecordSchema,
  text: string,
): { field: FieldSchema | null } | { problem: PathError } | null {
  try {
    const path = parsePath(text);
    const [first] = path;
    const field = typeof first === 'string' ? findField(source, first) : undefined;
    if (field === undefined) return null;
    if (path.length === 1) return { field };
    // Inside a structured field anything may be; inside a single value there is nothing.
    return field.type === 'json' || field.type === 'list' ? { field: null } : null;
  } catch (error) {
    if (error instanceof PathError) return { problem: error };
    throw error;
  }
}

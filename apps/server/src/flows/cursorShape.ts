/** What a cursor is made of, as far as its place in JSON tells. */
function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (typeof value !== 'object' || value === null) return value === null ? 'nothing' : typeof value;
  return Object.entries(value)
    .map(([name, part]) => `${name}: ${shapeOf(part)}`)
    .sort()
    .join(', ');
}

/**
 * Whether a cursor set by hand can be one of its step: made of the same parts as the one the step left itself. A step reads
 * everything when it can't make sense of its cursor, which nobody asked for.
 *
 * @example hasCursorShape({ at: '7' }, { at: 7 }) // false
 */
export const hasCursorShape = (left: unknown, wanted: unknown): boolean => shapeOf(left) === shapeOf(wanted);

/**
 * Joins the class names that apply. Falsy parts are left out, so a condition can be written in place.
 *
 * @example joinClasses('h-7', busy && 'opacity-70', className)
 */
export function joinClasses(...parts: (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(' ');
}

/** How a destination step marks a record that is gone at the source. */
export interface ArchiveMark {
  field: string;
  value: boolean | number | string;
  /** What the field holds once the source has the record again. */
  clear: boolean | number | string | null;
}

/** In place of a value: the time at which word of the delete came. */
export const archiveTime = '$now';

const isPlain = (value: unknown): value is ArchiveMark['value'] =>
  typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string';

/**
 * Null for a step that does something else about deletes. The step's own schema has checked its config.
 *
 * @example readArchiveMark({ deletes: 'archive', archiveField: 'gone' }) // { field: 'gone', value: true, clear: false }
 */
export function readArchiveMark(config: Readonly<Record<string, unknown>>): ArchiveMark | null {
  const { deletes, archiveField: field, archiveValue, archiveClear } = config;
  if (deletes !== 'archive' || typeof field !== 'string' || field === '') return null;
  const value = isPlain(archiveValue) ? archiveValue : true;
  const opposite = typeof value === 'boolean' ? !value : null;
  return { field, value, clear: isPlain(archiveClear) ? archiveClear : opposite };
}

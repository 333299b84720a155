import * as z from 'zod';

const showIf = { deletes: ['archive'] };
const literal = [z.boolean(), z.number(), z.string().max(1000)] as const;

/**
 * The fields of a form that say how a record is marked as gone at the source. The step has a field `deletes` beside them.
 *
 * @param order place of the first of them in the form.
 */
export const archiveFields = (order: number) => ({
  archiveField: z
    .string()
    .trim()
    .max(255)
    .optional()
    .meta({
      title: 'Field that marks it',
      description: 'The one field that archiving sets. All others stay as they are.',
      ui: { widget: 'field', order, showIf, placeholder: 'archived' },
    }),
  archiveValue: z
    .union(literal)
    .default(true)
    .meta({
      title: 'Value when archived',
      description: 'Yes, a text or a number. The text $now writes the time of the delete.',
      ui: { order: order + 0.1, showIf },
    }),
  archiveClear: z
    .union(literal)
    .optional()
    .meta({
      title: 'Value when it is back',
      description:
        'Sent with the record when the source has it again, unless the record brings that field itself. Left out: the opposite of yes or no, otherwise empty.',
      ui: { order: order + 0.2, showIf },
    }),
});

interface ArchiveConfig {
  deletes: string;
  archiveField?: string | undefined;
  archiveValue: boolean | number | string;
  archiveClear?: boolean | number | string | undefined;
}

/** What keeps the marks of a step from working, for `superRefine`. */
export function findArchiveProblems(
  { deletes, archiveField = '', archiveValue, archiveClear }: ArchiveConfig,
  key: readonly string[],
  complain: (path: string, message: string) => void,
): void {
  if (deletes !== 'archive') return;
  if (archiveField === '') complain('archiveField', 'Choose the field that marks a record as gone.');
  else if (key.includes(archiveField))
    complain(
      'archiveField',
      `${archiveField} identifies the record. Choose a field that is not part of the key.`,
    );
  if (archiveValue === '') complain('archiveValue', 'Write the value that marks a record as gone.');
  if (archiveClear === archiveValue)
    complain('archiveClear', 'A record that is back would look archived. Choose another value.');
}

import { defineNode, hostileNames } from '@syncline/model';
import * as z from 'zod';

/** Ways out of a link: what has to be written to each side. */
export const linkPorts = { a: 'to-a', b: 'to-b' } as const;

const fieldName = z
  .string()
  .trim()
  .min(1, 'Name the field.')
  .max(200)
  .refine((name) => !hostileNames.has(name), 'This field name is reserved. Choose another one.');

const linkedFieldSchema = z.strictObject({
  a: fieldName.meta({ title: 'Field on side A', ui: { order: 1 } }),
  b: fieldName.meta({ title: 'Field on side B', ui: { order: 2 } }),
  wins: z
    .enum(['latest', 'a', 'b', 'manual'])
    .default('latest')
    .meta({
      title: 'Who wins',
      description:
        'a, b: this side owns the field, the other one never changes it. latest: the later change, when both changed it. manual: a person decides.',
      ui: { order: 3 },
    }),
  name: fieldName.optional().meta({
    title: 'Common name',
    description: 'How conflicts call it. Left out: its name on side A.',
    ui: { order: 4, advanced: true },
  }),
});

const sideSchema = z.string().trim().min(1, 'Name the step that reads this side.');

const configSchema = z
  .strictObject({
    sideA: sideSchema.meta({
      title: 'Side A is read by',
      description: 'Name of the step that reads it. What side A has to be told leaves by to-a.',
      ui: { order: 1 },
    }),
    sideB: sideSchema.meta({
      title: 'Side B is read by',
      description: 'Name of the step that reads it. What side B has to be told leaves by to-b.',
      ui: { order: 2 },
    }),
    fields: z
      .array(linkedFieldSchema)
      .min(1, 'Link at least one field.')
      .max(500)
      .meta({
        title: 'Linked fields',
        description: 'Which field of one side is which of the other. The key links by itself.',
        ui: { order: 3 },
      }),
    changedAtA: fieldName.optional().meta({
      title: 'Time of change on side A',
      description: 'Field that says when the record changed last. Lets the later change win.',
      ui: { order: 4 },
    }),
    changedAtB: fieldName.optional().meta({ title: 'Time of change on side B', ui: { order: 5 } }),
    deleteOrEdit: z
      .enum(['edit-wins', 'delete-wins'])
      .default('edit-wins')
      .meta({
        title: 'Deleted on one side, changed on the other',
        description: 'edit-wins: the record is made again. delete-wins: it is deleted on both.',
        ui: { order: 6 },
      }),
    tieGoesTo: z
      .enum(['a', 'b'])
      .default('a')
      .meta({
        title: 'When times do not tell',
        description: 'The side that wins where both changed a field and no time says who was later.',
        ui: { order: 7 },
      }),
    skewSeconds: z
      .number()
      .min(0)
      .max(3600)
      .default(2)
      .meta({
        title: 'Clocks may differ by (seconds)',
        description: 'Changes closer than this count as made at the same time.',
        ui: { order: 8, advanced: true },
      }),
  })
  .superRefine(({ sideA, sideB, fields }, issues) => {
    const complain = (path: (string | number)[], message: string) =>
      issues.addIssue({ code: 'custom', path, message });
    if (sideA === sideB) complain(['sideB'], 'The two sides need a step each.');
    for (const side of ['a', 'b', 'name'] as const) {
      const names = fields.map((field) => (side === 'name' ? commonName(field) : field[side]));
      const twice = names.findIndex((name, at) => names.indexOf(name) < at);
      if (twice >= 0) complain(['fields', twice, side], `${names[twice]} is linked twice.`);
    }
  });

export type LinkConfig = z.infer<typeof configSchema>;
export type LinkedField = LinkConfig['fields'][number];

/** @example commonName({ a: 'mail', b: 'email', wins: 'latest' }) // 'mail' */
export const commonName = ({ name, a }: Pick<LinkedField, 'name' | 'a'>): string => name ?? a;

/** Two systems that may both be edited hold the same afterwards. */
export const linkNode = defineNode({
  type: 'link',
  version: 1,
  role: 'checkpoint',
  title: 'Keep both sides equal',
  icon: 'arrow-left-right',
  doc: 'A change on either side is brought to the other, field by field, by what both held when they last agreed. Records are told apart by the key that both sides share.',
  config: configSchema,
  ports: () => ({ in: 1, out: [linkPorts.a, linkPorts.b] }),
  summarise: ({ sideA, sideB, fields }) =>
    `${sideA} and ${sideB}, ${fields.length === 1 ? '1 field' : `${fields.length} fields`}`,
});

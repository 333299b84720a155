import { defineNode, hostileNames } from '@syncline/model';
import * as z from 'zod';
import { conditionSchema } from '../fieldTable.ts';

/** The way of records no path fits. */
export const otherwisePort = 'else';

const pathSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'Use letters, digits, - and _, at most 64 in all.')
    .refine((name) => !hostileNames.has(name), 'This name is reserved. Choose another one.')
    .refine((name) => name !== otherwisePort, 'The name else is taken by the way for all other records.')
    .meta({ title: 'Name', description: 'Name of the way out; arrows refer to it.' }),
  title: z.string().max(120).optional().meta({ title: 'Title', description: 'Shown on the canvas.' }),
  where: conditionSchema.meta({ title: 'Records where', ui: { widget: 'condition' } }),
});

const configSchema = z.strictObject({
  paths: z
    .array(pathSchema)
    .min(1, 'Add at least one path.')
    .max(10, 'A branch has at most 10 paths.')
    .refine(
      (paths) => new Set(paths.map(({ name }) => name)).size === paths.length,
      'Two paths have the same name.',
    )
    .meta({
      title: 'Paths',
      description: 'Tried from the top; a record takes the first that fits, or else the last way out.',
      ui: { widget: 'branches', order: 1 },
    }),
});

/** Sends each record down the first path that fits. */
export const branchNode = defineNode({
  type: 'branch',
  version: 1,
  role: 'transform',
  title: 'Branch',
  icon: 'split',
  doc: 'Sends each record down the first path whose condition fits, or down “else” when none does.',
  config: configSchema,
  ports: ({ paths }) => ({ in: 1, out: [...portNames(paths), otherwisePort] }),
  summarise: ({ paths }) => paths.map(({ name, title }) => title ?? name).join(', '),
});

/** The catalogue asks for the ports of an empty config, too. */
function portNames(paths: readonly { name: string }[] | undefined): string[] {
  return paths?.map(({ name }) => name) ?? [];
}

import { defineNode, oneOut } from '@syncline/model';
import * as z from 'zod';
import { describeCondition } from '../condition/describeCondition.ts';
import { conditionSchema } from '../fieldTable.ts';

const configSchema = z.strictObject({
  where: conditionSchema.meta({
    title: 'Let on a record when it becomes true that',
    description:
      'Once each time it becomes true, not for each change while it stays true. Loading what exists does not count.',
    ui: { widget: 'condition', order: 1 },
  }),
});

export type CrossingConfig = z.infer<typeof configSchema>;

/** A record goes on when a condition that was not true for it becomes true. */
export const crossingNode = defineNode({
  type: 'crossing',
  version: 1,
  role: 'checkpoint',
  title: 'When it becomes true',
  icon: 'toggle-right',
  doc: 'Lets a record on at the moment a condition becomes true for it: once, until it was not true and becomes true again. The others are counted, not lost.',
  config: configSchema,
  ports: oneOut,
  summarise: ({ where }) => `when ${describeCondition(where)}`,
});

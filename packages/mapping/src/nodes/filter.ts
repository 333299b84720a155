import { defineNode, oneOut } from '@syncline/model';
import * as z from 'zod';
import { describeCondition } from '../condition/describeCondition.ts';
import { conditionSchema } from '../fieldTable.ts';

const configSchema = z.strictObject({
  where: conditionSchema.meta({
    title: 'Let on records where',
    description: 'The others stop here and count as filtered.',
    ui: { widget: 'condition', order: 1 },
  }),
});

/** Lets on only the records that fit. */
export const filterNode = defineNode({
  type: 'filter',
  version: 1,
  role: 'transform',
  title: 'Filter',
  icon: 'filter',
  doc: 'Lets on only the records that fit a condition. The others are counted, not lost.',
  config: configSchema,
  ports: oneOut,
  summarise: ({ where }) => describeCondition(where),
});

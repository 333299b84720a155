import { defineNode, oneOut } from '@syncline/model';
import * as z from 'zod';

const configSchema = z.strictObject({
  cron: z
    .string()
    .trim()
    .regex(
      /^\S+(\s+\S+){4}$/,
      'A schedule has five parts: minute, hour, day, month, weekday. Such as 0 18 * * *.',
    )
    .meta({
      title: 'Gather changes until',
      description: 'All changes of one record until this time go on as one: its newest state.',
      ui: { widget: 'cron', order: 1, placeholder: '0 18 * * *' },
    }),
  timezone: z
    .string()
    .min(1)
    .default('UTC')
    .meta({ title: 'Time zone', ui: { widget: 'timezone', order: 2 } }),
});

export type HoldConfig = z.infer<typeof configSchema>;

/** Changes are gathered until a time; of each record the newest state goes on. */
export const holdNode = defineNode({
  type: 'hold',
  version: 1,
  role: 'checkpoint',
  title: 'Gather changes',
  icon: 'hourglass',
  doc: 'Keeps changes until the next time of a schedule. Ten edits of one record before it are one write behind it.',
  config: configSchema,
  ports: oneOut,
  summarise: ({ cron, timezone }) => `until ${cron}, ${timezone}`,
});

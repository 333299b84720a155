import * as z from 'zod';

/** What a person may say of the limit of an API. */
export const limitFields = {
  limitCalls: z
    .int()
    .min(1)
    .max(10_000_000)
    .optional()
    .meta({
      title: 'Most calls',
      description:
        'How many calls the API takes in the time below. Empty: the limits its answers state are kept to. All flows with this sign-in share it, and several server processes split it.',
      ui: { order: 8, advanced: true, placeholder: '100' },
    }),
  limitPer: z
    .enum(['second', 'minute', 'hour'])
    .default('second')
    .meta({ title: 'In each', ui: { order: 9, advanced: true } }),
  limitShare: z
    .int()
    .min(1)
    .max(100)
    .default(80)
    .meta({
      title: 'Share for loads and checks, in percent',
      description:
        'Scheduled reads, loads and comparisons use no more than this of a limit, so that live changes always have room. This goes for limits the API states as well.',
      ui: { order: 10, advanced: true },
    }),
};

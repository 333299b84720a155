import { defineNode, oneOut } from '@syncline/model';
import * as z from 'zod';

const fields = {
  question: z
    .string()
    .trim()
    .min(1, 'Write what the person is to decide.')
    .max(200)
    .default('May this record go on?')
    .meta({
      title: 'Question',
      description: 'What the person is asked, above each record.',
      ui: { order: 1 },
    }),
  note: z
    .string()
    .trim()
    .max(1_000)
    .optional()
    .meta({
      title: 'Note for the person',
      description: 'What to look at, and whom to ask.',
      ui: { order: 2 },
    }),
  timeoutHours: z
    .number()
    .min(0.1, 'Give at least 0.1 hours, or leave it out.')
    .max(8_760, 'A year (8760 hours) is the longest time to decide.')
    .optional()
    .meta({
      title: 'Hours to decide',
      description: 'Left out: a record waits for as long as it takes.',
      ui: { order: 3 },
    }),
  whenExpired: z
    .enum(['stay', 'reject', 'approve'])
    .default('stay')
    .meta({
      title: 'When nobody decided in time',
      description: 'stay: it goes on waiting. reject: it is dropped. approve: it goes on.',
      ui: { order: 4 },
    }),
};

const configSchema = z.strictObject(fields).superRefine(({ timeoutHours, whenExpired }, issues) => {
  if (whenExpired !== 'stay' && timeoutHours === undefined)
    issues.addIssue({
      code: 'custom',
      path: ['timeoutHours'],
      message: 'Give the hours to decide, or choose stay.',
    });
});

export type ApproveConfig = z.infer<typeof configSchema>;

/** Records wait for a person, who lets each go on as it is, as edited, or not at all. */
export const approveNode = defineNode({
  type: 'approve',
  version: 1,
  role: 'checkpoint',
  title: 'Ask a person',
  icon: 'user-check',
  doc: 'Keeps each changed record until a person approves, edits or rejects it. A newer change takes the place of the one that waits, and needs a new decision.',
  config: configSchema,
  ports: oneOut,
  summarise: ({ question, timeoutHours, whenExpired }) =>
    timeoutHours === undefined || whenExpired === 'stay'
      ? question
      : `${question} After ${timeoutHours} h: ${whenExpired}`,
});

import { lazyPart } from '../parts/lazyPart.ts';

/** The form is needed by whoever edits, not by whoever looks. */
export const RecordEditor = lazyPart(() =>
  import('./RecordEditor.tsx').then((module) => ({ default: module.RecordEditor })),
);

import { lazy } from 'react';

/** The form is needed by whoever edits, not by whoever looks. */
export const RecordEditor = lazy(() =>
  import('./RecordEditor.tsx').then((module) => ({ default: module.RecordEditor })),
);

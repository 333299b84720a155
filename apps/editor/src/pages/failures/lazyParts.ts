import { lazy } from 'react';

// What only some visits need. Dialogs and long lists bring libraries along that would double the first load.
export const ReplayDialog = lazy(() =>
  import('./ReplayDialog.tsx').then((module) => ({ default: module.ReplayDialog })),
);
export const IgnoreDialog = lazy(() =>
  import('./IgnoreDialog.tsx').then((module) => ({ default: module.IgnoreDialog })),
);
export const CauseRecords = lazy(() =>
  import('./CauseRecords.tsx').then((module) => ({ default: module.CauseRecords })),
);
export const OrphansTab = lazy(() =>
  import('./OrphansTab.tsx').then((module) => ({ default: module.OrphansTab })),
);
export const IgnoredTab = lazy(() =>
  import('./IgnoredTab.tsx').then((module) => ({ default: module.IgnoredTab })),
);

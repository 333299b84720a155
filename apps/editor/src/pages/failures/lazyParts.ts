import { lazyPart } from '../../parts/lazyPart.ts';

// What only some visits need. Dialogs and long lists bring libraries along that would double the first load.
export const ReplayDialog = lazyPart(() =>
  import('./ReplayDialog.tsx').then((module) => ({ default: module.ReplayDialog })),
);
export const IgnoreDialog = lazyPart(() =>
  import('./IgnoreDialog.tsx').then((module) => ({ default: module.IgnoreDialog })),
);
export const CauseRecords = lazyPart(() =>
  import('./CauseRecords.tsx').then((module) => ({ default: module.CauseRecords })),
);
export const OrphansTab = lazyPart(() =>
  import('./OrphansTab.tsx').then((module) => ({ default: module.OrphansTab })),
);
export const IgnoredTab = lazyPart(() =>
  import('./IgnoredTab.tsx').then((module) => ({ default: module.IgnoredTab })),
);

import type { ComponentType } from 'react';

/** What a page's module exports: the page as its default, taking the parameters of its path. */
export type PageModule = { default: ComponentType<{ params: Record<string, string | undefined> }> };

export type PageEntry = {
  path: string;
  load: () => Promise<PageModule>;
  /** `app`: beside the sidebar. `bare`: the page fills the window, as the editor does. */
  frame: 'app' | 'bare';
};

/**
 * Every page there is. A page joins with one line; its chunk loads when it is opened, and its entry in the
 * navigation appears by itself (`shell/navigation.ts`).
 */
export const pages: readonly PageEntry[] = [
  { path: '/', load: () => import('./home/HomePage.tsx'), frame: 'app' },
  { path: '/flows', load: () => import('./flows/FlowsPage.tsx'), frame: 'app' },
  { path: '/runs', load: () => import('./runs/RunsPage.tsx'), frame: 'app' },
  { path: '/runs/:id', load: () => import('./run/RunPage.tsx'), frame: 'app' },
  { path: '/records', load: () => import('./records/RecordsPage.tsx'), frame: 'app' },
  { path: '/failures', load: () => import('./failures/FailuresPage.tsx'), frame: 'app' },
  { path: '/failures/:id', load: () => import('./failures/FailurePage.tsx'), frame: 'app' },
  { path: '/approvals', load: () => import('./approvals/ApprovalsPage.tsx'), frame: 'app' },
  { path: '/connections', load: () => import('./connections/ConnectionsPage.tsx'), frame: 'app' },
  { path: '/templates', load: () => import('./templates/TemplatesPage.tsx'), frame: 'app' },
  { path: '/flows/:id', load: () => import('./editor/EditorPage.tsx'), frame: 'bare' },
  { path: '/parts', load: () => import('./parts/PartsPage.tsx'), frame: 'bare' },
];

import type { ComponentType } from 'react';
import type { KindProps } from '../forms/formContext.ts';
import { lazyPart } from '../parts/lazyPart.ts';

/** Inputs that need the open flow around them: its samples, its address. */
export const stepWidgets: Readonly<Record<string, ComponentType<KindProps>>> = {
  condition: lazyPart(() => import('./condition/ConditionField.tsx')),
  branches: lazyPart(() => import('./condition/BranchesField.tsx')),
  endpoint: lazyPart(() => import('./webhook/EndpointField.tsx')),
};

import { type ComponentType, lazy } from 'react';
import type { KindProps } from '../forms/formContext.ts';

/** Inputs that need the open flow around them: its samples, its address. */
export const stepWidgets: Readonly<Record<string, ComponentType<KindProps>>> = {
  condition: lazy(() => import('./condition/ConditionField.tsx')),
  branches: lazy(() => import('./condition/BranchesField.tsx')),
  endpoint: lazy(() => import('./webhook/EndpointField.tsx')),
};

import { CalendarClock, Funnel, Mail, Shuffle, Zap } from 'lucide-react';
import type { MiniStep } from '../../parts/MiniCanvas.tsx';

/** The flow of the demo as its card draws it: changes and a nightly round, mapped, filtered, mailed. */
export const demoSteps: readonly MiniStep[] = [
  { id: 'changes', x: 0, y: 0, category: 'trigger', icon: Zap },
  { id: 'nightly', x: 0, y: 120, category: 'schedule', icon: CalendarClock },
  { id: 'map', x: 260, y: 60, category: 'transform', icon: Shuffle },
  { id: 'filter', x: 520, y: 60, category: 'transform', icon: Funnel },
  { id: 'members', x: 780, y: 60, category: 'destination', icon: Mail },
];

export const demoEdges = [
  ['changes', 'map'],
  ['nightly', 'map'],
  ['map', 'filter'],
  ['filter', 'members'],
] as const;

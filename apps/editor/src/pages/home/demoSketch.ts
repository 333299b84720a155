import { CalendarClock, Database, Shuffle } from 'lucide-react';
import type { MiniStep } from '../../parts/MiniCanvas.tsx';

/** The flow of the demo as its card draws it: a file, cleaned and mapped, into a table. */
export const demoSteps: readonly MiniStep[] = [
  { id: 'file', x: 0, y: 0, category: 'schedule', icon: CalendarClock },
  { id: 'clean', x: 260, y: 0, category: 'transform', icon: Shuffle },
  { id: 'customers', x: 520, y: 0, category: 'destination', icon: Database },
];

export const demoEdges = [
  ['file', 'clean'],
  ['clean', 'customers'],
] as const;

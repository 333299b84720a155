import type { CatalogueNode } from '@syncline/model';
import {
  CalendarClock,
  Database,
  Filter,
  type LucideIcon,
  Shuffle,
  Split,
  UserCheck,
  Zap,
} from 'lucide-react';

export interface Family {
  id: string;
  label: string;
  icon: LucideIcon;
  /** Heading of its list. */
  title: string;
  has: (entry: CatalogueNode) => boolean;
  /** First of its group in the dock: a rule stands before it. */
  begins?: boolean;
}

/** Buttons of the dock. A family that has nothing in the catalogue is not shown. */
export const families: readonly Family[] = [
  {
    id: 'trigger',
    label: 'Trigger',
    icon: Zap,
    title: 'Start on a change',
    // What hears every change and also loads what exists starts on a change, too.
    has: ({ role }) => role === 'trigger' || role === 'sync',
  },
  {
    id: 'schedule',
    label: 'Schedule',
    icon: CalendarClock,
    title: 'Start at set times',
    has: ({ role }) => role === 'schedule',
  },
  {
    id: 'map',
    label: 'Map',
    icon: Shuffle,
    title: 'Change records',
    has: ({ type }) => type === 'map',
    begins: true,
  },
  {
    id: 'filter',
    label: 'Filter',
    icon: Filter,
    title: 'Keep some records',
    has: ({ type }) => type === 'filter',
  },
  {
    id: 'branch',
    label: 'Branch',
    icon: Split,
    title: 'Split the way',
    has: ({ type }) => type === 'branch',
  },
  {
    id: 'wait',
    label: 'Wait',
    icon: UserCheck,
    title: 'Let records wait',
    has: ({ role }) => role === 'checkpoint',
  },
  {
    id: 'write',
    label: 'Write',
    icon: Database,
    title: 'Write records',
    has: ({ role }) => role === 'destination',
    begins: true,
  },
];

const groups: Record<CatalogueNode['role'], string> = {
  trigger: 'Start on a change',
  schedule: 'Start at set times',
  sync: 'Keep in sync',
  transform: 'Change records',
  checkpoint: 'Let records wait',
  destination: 'Write records',
};

export const groupOf = (entry: CatalogueNode): string => groups[entry.role];

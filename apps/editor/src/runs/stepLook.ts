import type { CatalogueNode, FlowNode, NodeRole } from '@syncline/model';
import {
  ArrowLeftRight,
  Box,
  Calendar,
  CalendarClock,
  Database,
  FileText,
  Filter,
  Globe,
  type LucideIcon,
  RefreshCw,
  Send,
  Shuffle,
  Split,
  Webhook,
  Zap,
} from 'lucide-react';
import type { Category } from '../parts/Tile.tsx';

const icons: Record<string, LucideIcon> = {
  'arrow-left-right': ArrowLeftRight,
  calendar: Calendar,
  'calendar-clock': CalendarClock,
  database: Database,
  'file-text': FileText,
  file: FileText,
  filter: Filter,
  globe: Globe,
  send: Send,
  shuffle: Shuffle,
  split: Split,
  webhook: Webhook,
  zap: Zap,
};

const byRole: Record<NodeRole, LucideIcon> = {
  trigger: Zap,
  schedule: CalendarClock,
  sync: RefreshCw,
  transform: Shuffle,
  checkpoint: Box,
  destination: Database,
};

export interface StepLook {
  title: string;
  /** System and how: "PostgreSQL". */
  system: string;
  category: Category;
  icon: LucideIcon;
}

/** How a step is drawn everywhere: tile, title, system. Works for types this build does not know, too. */
export function stepLook(
  name: string,
  node: FlowNode | undefined,
  entry: CatalogueNode | undefined,
): StepLook {
  const role = entry?.role ?? roleOfType(node?.type ?? '');
  return {
    title: node?.title || entry?.title || name,
    system: entry?.system ?? entry?.title ?? node?.type ?? '',
    // What listens and asks is drawn as what listens: that is the half which hurries.
    category: role === 'sync' ? 'trigger' : role,
    icon: (entry ? icons[entry.icon] : undefined) ?? byRole[role],
  };
}

function roleOfType(type: string): NodeRole {
  if (type.endsWith('.trigger')) return 'trigger';
  if (type.endsWith('.schedule')) return 'schedule';
  return type.includes('.') ? 'destination' : 'transform';
}

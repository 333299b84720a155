import {
  CalendarClock,
  ChevronDown,
  Database,
  Ellipsis,
  Pencil,
  Play,
  Redo2,
  Shuffle,
  Trash2,
  Undo2,
  UserRoundCheck,
  Zap,
} from 'lucide-react';
import { useState } from 'react';
import { Button, ButtonLink } from '../../parts/Button.tsx';
import { CountBubble } from '../../parts/CountBubble.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { IconButton } from '../../parts/IconButton.tsx';
import { Kbd } from '../../parts/Kbd.tsx';
import { Badge, Status, type StatusKind } from '../../parts/Status.tsx';
import { SystemMonogram } from '../../parts/SystemMonogram.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { type Category, Tile } from '../../parts/Tile.tsx';
import { SheetSection } from './SheetSection.tsx';

const statuses: [StatusKind, string][] = [
  ['running', 'Running'],
  ['waiting', 'Waiting for approval'],
  ['success', 'Done'],
  ['warning', 'Done, 3 failed'],
  ['failed', 'Stopped'],
  ['paused', 'Paused'],
  ['skipped', 'Skipped'],
];
const categories: [Category, typeof Zap, string][] = [
  ['trigger', Zap, 'Trigger'],
  ['schedule', CalendarClock, 'Schedule'],
  ['transform', Shuffle, 'Transform'],
  ['checkpoint', UserRoundCheck, 'Checkpoint'],
  ['destination', Database, 'Destination'],
];
const line = 'flex flex-wrap items-center gap-2.5';

export function ActionSheet() {
  const [grid, setGrid] = useState(true);
  return (
    <div className="grid gap-x-8 desk:grid-cols-2">
      <SheetSection title="Buttons">
        <div className={line}>
          <Button kind="primary">Publish</Button>
          <Button>
            Run once <Icon of={ChevronDown} size="sm" />
          </Button>
          <Button kind="ghost">Discard</Button>
          <Button kind="danger">Delete flow</Button>
          <Button disabled>Not now</Button>
          <Button kind="primary" disabled>
            Not now
          </Button>
          <Button kind="primary" busy="Publishing">
            Publish
          </Button>
        </div>
        <div className={`${line} mt-3`}>
          <Button size="lg" kind="primary" icon={Play}>
            Run the demo
          </Button>
          <ButtonLink size="lg" href="/templates">
            See templates
          </ButtonLink>
          <Button size="sm">Test</Button>
          <Button size="sm" kind="ghost" icon={Pencil}>
            Rename
          </Button>
          <TextLink onClick={() => setGrid(!grid)}>Open field</TextLink>
          <Kbd keys="$mod+k" />
        </div>
        <div className={`${line} mt-3`}>
          <IconButton icon={Undo2} label="Undo" keys="$mod+z" />
          <IconButton icon={Redo2} label="Redo" keys="$mod+Shift+z" disabled />
          <IconButton icon={Shuffle} label="Snap to grid" pressed={grid} onClick={() => setGrid(!grid)} />
          <IconButton icon={Ellipsis} label="More" size="sm" kind="plain" />
          <IconButton icon={Trash2} label="Delete step" size="lg" kind="danger" />
        </div>
      </SheetSection>
      <SheetSection title="Status and counts">
        <div className={line}>
          {statuses.map(([kind, words]) => (
            <Badge key={kind} kind={kind}>
              {words}
            </Badge>
          ))}
          <Badge>Draft</Badge>
        </div>
        <div className={`${line} mt-3 gap-4`}>
          {statuses.map(([kind, words]) => (
            <Status key={kind} kind={kind}>
              {words}
            </Status>
          ))}
        </div>
        <div className={`${line} mt-3`}>
          <CountBubble count={1024} label="records" />
          <CountBubble count={3} kind="failed" label="failed" />
          <CountBubble count={2} kind="warning" label="need you" />
          <CountBubble count={6} kind="waiting" label="wait" />
          <CountBubble count={4} kind="accent" label="new" />
        </div>
      </SheetSection>
      <SheetSection title="Steps and systems">
        <div className={`${line} gap-4.5`}>
          {categories.map(([category, icon, word]) => (
            <span key={category} className="inline-flex items-center gap-2 text-xs">
              <Tile category={category} icon={icon} />
              {word}
            </span>
          ))}
        </div>
        <div className={`${line} mt-3`}>
          <Tile category="transform" icon={Shuffle} size="sm" />
          <Tile category="transform" icon={Shuffle} />
          <Tile category="plain" icon={Shuffle} size="lg" />
          <SystemMonogram name="Shopify" size="sm" />
          <SystemMonogram name="HubSpot" />
          <SystemMonogram name="Halden Outdoor" size="lg" />
        </div>
      </SheetSection>
    </div>
  );
}

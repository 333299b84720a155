import type { RecordPlace } from '@syncline/model';
import { joinClasses } from '../../parts/classes.ts';
import { RelativeTime } from '../../parts/Figures.tsx';
import { Status } from '../../parts/Status.tsx';
import { Tile } from '../../parts/Tile.tsx';
import type { StepLook } from '../../runs/stepLook.ts';
import { placeState } from './placeWords.ts';

type PlaceRowProps = { place: RecordPlace; look: StepLook; opened: boolean; onOpen: () => void };

/** One system that knows the record. A press shows its history there. */
export function PlaceRow({ place, look, opened, onOpen }: PlaceRowProps) {
  const { kind, words } = placeState(place.state);
  return (
    <li
      className={joinClasses(
        'relative grid min-h-13 grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 border-b border-line px-3.5 py-1.5 last:border-b-0 has-[button:focus-visible]:outline-2 has-[button:focus-visible]:-outline-offset-2 has-[button:focus-visible]:outline-focus wide:grid-cols-[auto_minmax(0,1fr)_minmax(0,220px)_148px]',
        opened ? 'bg-selected' : 'hover:bg-hover',
      )}
    >
      <Tile category={place.state === 'parked' ? 'checkpoint' : 'destination'} icon={look.icon} />
      <span className="min-w-0">
        <button
          type="button"
          aria-pressed={opened}
          onClick={onOpen}
          className="block max-w-full truncate text-left font-medium outline-none after:absolute after:inset-0"
        >
          {place.nodeTitle}
        </button>
        <span className="block truncate text-xs text-ink-3">
          {look.system && look.system !== place.nodeTitle ? `${look.system}, ` : ''}
          {place.flowName}
        </span>
      </span>
      <span className="min-w-0 font-mono text-xs max-wide:order-4 max-wide:col-span-3 max-wide:pl-9.5">
        <span className="block truncate">{place.key}</span>
        {place.remoteId && place.remoteId !== place.key && (
          <span className="block truncate text-ink-3">{place.remoteId}</span>
        )}
      </span>
      <span className="flex flex-col items-end">
        <Status kind={kind}>{words}</Status>
        {place.at && (
          <span className="text-xs text-ink-3">
            <RelativeTime at={place.at} />
          </span>
        )}
      </span>
    </li>
  );
}

import type { RecordPlace } from '@syncline/model';
import { ButtonLink } from '../../parts/Button.tsx';
import { joinClasses } from '../../parts/classes.ts';
import { Icon } from '../../parts/Icon.tsx';
import { type StatusKind, statusGlyphs, statusText } from '../../parts/Status.tsx';
import { placeNotice } from './placeWords.ts';

const fills: Partial<Record<StatusKind, string>> = {
  waiting: 'bg-waiting-soft',
  failed: 'bg-failed-soft',
  warning: 'bg-warning-soft',
};

/** Above the places: what is not as it should be, and the way to put it right. */
export function PlaceNotice({ place }: { place: RecordPlace }) {
  const notice = placeNotice(place);
  if (!notice) return null;
  return (
    <div
      className={joinClasses(
        'flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-3.5 py-2.5',
        fills[notice.kind] ?? 'bg-sunken',
      )}
    >
      <Icon of={statusGlyphs[notice.kind]} className={statusText[notice.kind]} />
      <p className="min-w-0 flex-1 basis-56">
        <b className="font-semibold">{notice.title}</b> <span className="text-ink-2">{notice.text}</span>
      </p>
      {notice.link && <ButtonLink href={notice.link.href}>{notice.link.label}</ButtonLink>}
    </div>
  );
}

import { useState } from 'react';
import { joinClasses } from '../../parts/classes.ts';
import { Select } from '../../parts/Select.tsx';
import { TextInput } from '../../parts/TextInput.tsx';
import { changeKind, readSchedule, type Schedule, type ScheduleKind, writeSchedule } from '../cronPresets.ts';
import { describeCron } from '../cronWords.ts';
import type { KindProps } from '../formContext.ts';
import { NextRuns } from '../NextRuns.tsx';
import { ScheduleTime } from '../ScheduleTime.tsx';

const kinds: readonly { value: ScheduleKind; label: string }[] = [
  { value: 'hand', label: 'Only by hand' },
  { value: 'minutes', label: 'Every few minutes' },
  { value: 'hourly', label: 'Every hour' },
  { value: 'daily', label: 'Every day' },
  { value: 'weekdays', label: 'On weekdays' },
  { value: 'weekly', label: 'Every week' },
  { value: 'monthly', label: 'Every month' },
  { value: 'custom', label: 'Cron line' },
];

/** When a schedule runs: the usual ones by choice, all others as a cron line with its meaning and its next runs. */
export default function CronField({ value, onChange, siblings }: KindProps) {
  const cron = typeof value === 'string' ? value : '';
  const read = readSchedule(cron);
  // Someone who chose to write the line keeps writing it, also where it happens to be a usual one.
  const [writing, setWriting] = useState(read.kind === 'custom');
  const schedule: Schedule = writing ? { kind: 'custom', text: cron } : read;
  const zone = typeof siblings.timezone === 'string' ? siblings.timezone : 'UTC';
  const words = cron.trim() === '' ? null : describeCron(cron);

  const choose = (kind: ScheduleKind) => {
    setWriting(kind === 'custom');
    onChange(writeSchedule(changeKind(read, kind)));
  };
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex min-w-0 flex-wrap items-center gap-2">
        <Select value={schedule.kind} options={kinds} onChange={choose} className="min-w-40 flex-1" />
        {schedule.kind !== 'custom' && schedule.kind !== 'hand' && (
          <ScheduleTime schedule={schedule} onChange={(next) => onChange(writeSchedule(next))} />
        )}
      </div>
      {schedule.kind === 'custom' && (
        <TextInput
          mono
          aria-label="Cron line: minute, hour, day, month, weekday"
          placeholder="0 2 * * *"
          value={cron}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {words && (
        <p aria-live="polite" className={joinClasses('text-xs', words.ok ? 'text-ink-2' : 'text-failed')}>
          {words.ok ? words.meaning : words.problem}
        </p>
      )}
      {words?.ok && <NextRuns cron={cron.trim()} timezone={zone} />}
    </div>
  );
}

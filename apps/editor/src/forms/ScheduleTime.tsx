import { Select } from '../parts/Select.tsx';
import type { Schedule } from './cronPresets.ts';
import { TimeInput } from './TimeInput.tsx';

type ScheduleTimeProps = { schedule: Schedule; onChange: (schedule: Schedule) => void };

const everyOptions = [5, 10, 15, 30].map((every) => ({ value: String(every), label: `${every} minutes` }));
const minuteOptions = [0, 5, 10, 15, 20, 30, 45].map((minute) => ({
  value: String(minute),
  label: `at :${String(minute).padStart(2, '0')}`,
}));
const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
// The week starts on Monday here as in the product's other dates.
const dayOptions = [1, 2, 3, 4, 5, 6, 0].map((day) => ({ value: String(day), label: dayNames[day] ?? '' }));
const dateOptions = Array.from({ length: 31 }, (_, index) => ({
  value: String(index + 1),
  label: `Day ${index + 1}`,
}));

/** The rest of a usual schedule: how often, on which day, at what time. */
export function ScheduleTime({ schedule, onChange }: ScheduleTimeProps) {
  if (schedule.kind === 'minutes') {
    const held = String(schedule.every);
    const known = everyOptions.some((option) => option.value === held);
    return (
      <Select
        label="Every"
        value={held}
        options={known ? everyOptions : [{ value: held, label: `${held} minutes` }, ...everyOptions]}
        onChange={(every) => onChange({ ...schedule, every: Number(every) })}
      />
    );
  }
  if (schedule.kind === 'hourly') {
    const held = String(schedule.minute);
    const known = minuteOptions.some((option) => option.value === held);
    return (
      <Select
        label="Minute"
        value={held}
        options={
          known ? minuteOptions : [{ value: held, label: `at :${held.padStart(2, '0')}` }, ...minuteOptions]
        }
        onChange={(minute) => onChange({ ...schedule, minute: Number(minute) })}
      />
    );
  }
  if (!('hour' in schedule)) return null;
  return (
    <>
      {schedule.kind === 'weekly' && (
        <Select
          label="Day"
          value={String(schedule.day)}
          options={dayOptions}
          onChange={(day) => onChange({ ...schedule, day: Number(day) })}
        />
      )}
      {schedule.kind === 'monthly' && (
        <Select
          label="Day of the month"
          value={String(schedule.day)}
          options={dateOptions}
          onChange={(day) => onChange({ ...schedule, day: Number(day) })}
        />
      )}
      <TimeInput
        hour={schedule.hour}
        minute={schedule.minute}
        onChange={(hour, minute) => onChange({ ...schedule, hour, minute })}
      />
    </>
  );
}

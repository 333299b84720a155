import { systemRoutes } from 'virtual:contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiProblem, call } from '../api/client.ts';

type NextRunsProps = { cron: string; timezone: string };

function zoneFormat(timezone: string): Intl.DateTimeFormat {
  const parts = {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  } as const;
  try {
    return new Intl.DateTimeFormat('en-GB', { ...parts, timeZone: timezone });
  } catch {
    // A zone this browser does not know: the times are then told in UTC, and the zone field says what is wrong.
    return new Intl.DateTimeFormat('en-GB', { ...parts, timeZone: 'UTC' });
  }
}

/** The next five runs of a schedule, as a clock in its zone shows them. Asked of the server, which runs them. */
export function NextRuns({ cron, timezone }: NextRunsProps) {
  const asked = useSettled(`${cron}\n${timezone}`);
  const [line = '', zone = 'UTC'] = asked.split('\n');
  const slots = useQuery({
    queryKey: ['next-slots', line, zone],
    queryFn: ({ signal }) => call(systemRoutes.nextSlots, { query: { cron: line, timezone: zone }, signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (slots.error) {
    const { error } = slots;
    return (
      <p className="text-xs text-warning">
        {error instanceof ApiProblem
          ? `${error.problem.detail ?? error.problem.title}. ${error.problem.whatToDo}`
          : 'The server does not answer, so the next runs can not be shown.'}
      </p>
    );
  }
  const times = slots.data?.slots ?? [];
  if (times.length === 0) return null;
  const format = zoneFormat(zone);
  return (
    <div className="text-xs text-ink-3">
      <p>Next runs, time in {zone.replaceAll('_', ' ')}</p>
      <ol className="mt-0.5 grid grid-cols-2 gap-x-4 text-ink-2">
        {times.map((at) => (
          <li key={at}>{format.format(new Date(at))}</li>
        ))}
      </ol>
    </div>
  );
}

/** The value once it has not changed for 300 ms: a line being typed is not asked for letter by letter. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), 300);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

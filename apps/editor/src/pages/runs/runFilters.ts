import { runStatuses, startedByChoices } from 'virtual:contract';
import { urlChoice, urlText } from '../../urlState.ts';

/** Filters of the run list; they live in the address. */
export const runFilterFields = {
  flow: urlText(),
  status: urlChoice(['any', ...runStatuses]),
  startedBy: urlChoice(['any', ...startedByChoices]),
  hours: urlChoice(['24', '1', '168', '720', 'all']),
};

export const hourChoices = [
  { value: '1', label: 'Last hour' },
  { value: '24', label: 'Last 24 hours' },
  { value: '168', label: 'Last 7 days' },
  { value: '720', label: 'Last 30 days' },
  { value: 'all', label: 'Any time' },
] as const;

/** The oldest moment to show, to the minute so that the same question is asked again and not a new one each render. */
export function sinceOf(hours: string, now: number): string | undefined {
  if (hours === 'all') return undefined;
  const minute = 60_000;
  return new Date(Math.floor(now / minute) * minute - Number(hours) * 60 * minute).toISOString();
}

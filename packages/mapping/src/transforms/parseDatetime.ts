import { parseDatePattern } from '../dates/datePattern.ts';
import { writeMoment } from '../dates/isoDate.ts';
import { readDate } from '../dates/readDate.ts';
import { isTimeZone, momentInZone } from '../dates/timeZone.ts';
import { fail, quoteValue } from '../values/failure.ts';
import { formatProblems } from './parseDate.ts';
import { textStep } from './textStep.ts';
import { defineTransform, type StepProblem } from './transform.ts';

/** A date and time in a stated format and zone to RFC 3339 in UTC. An offset in the text wins over the zone. */
export const parseDatetime = defineTransform({
  name: 'parse-datetime',
  label: ({ format, timezone }) => `to date and time ${format}${timezone === 'UTC' ? '' : ` in ${timezone}`}`,
  takes: ['text', 'enum', 'integer', 'json'],
  gives: () => 'datetime',
  check: ({ format, timezone }) => [...formatProblems(format, 'datetime'), ...zoneProblems(timezone)],
  compile: ({ format, timezone }) => {
    const pattern = parseDatePattern(format);
    refuseUnknownZone(timezone);
    return textStep((text) => {
      const parts = readDate(text.trim(), pattern);
      if (parts === null)
        return fail('mapping.not-a-date', `${quoteValue(text)} is not a time in the form ${format}`);
      const fraction = parts.millisecond === 0 ? '' : String(parts.millisecond).padStart(3, '0');
      const moment = writeMoment({ millis: momentInZone({ ...parts, millisecond: 0 }, timezone), fraction });
      return moment === 'range'
        ? fail('mapping.out-of-range', `${quoteValue(text)} is outside the years 1 to 9999`)
        : moment;
    });
  },
});

/** The problem with a time zone, as steps report it. */
export function zoneProblems(timezone: string): StepProblem[] {
  if (isTimeZone(timezone)) return [];
  return [
    {
      severity: 'error',
      code: 'mapping.unknown-time-zone',
      path: 'timezone',
      title: `${timezone} is not a time zone`,
      whatToDo: 'Use a name like Europe/Paris or UTC.',
    },
  ];
}

export function refuseUnknownZone(timezone: string): void {
  if (!isTimeZone(timezone))
    throw new RangeError(`${timezone} is not a time zone. Use a name like Europe/Paris.`);
}

import { parseDatePattern } from '../dates/datePattern.ts';
import { isIsoDate, readMoment } from '../dates/isoDate.ts';
import { partsInZone } from '../dates/timeZone.ts';
import { writeDate } from '../dates/writeDate.ts';
import { fail, quoteValue } from '../values/failure.ts';
import { formatProblems } from './parseDate.ts';
import { refuseUnknownZone, zoneProblems } from './parseDatetime.ts';
import { textStep } from './textStep.ts';
import { defineTransform } from './transform.ts';

/** A date or time as text in a stated format. A time is shown as a clock in the zone shows it; a date has no zone. */
export const formatDate = defineTransform({
  name: 'format-date',
  label: ({ format, timezone }) => `write date as ${format}${timezone === 'UTC' ? '' : ` in ${timezone}`}`,
  takes: ['date', 'datetime', 'text', 'json'],
  gives: ({ format }) => (format === 'YYYY-MM-DD' ? 'date' : 'text'),
  check: ({ format, timezone }) => [...formatProblems(format, 'write'), ...zoneProblems(timezone)],
  compile: ({ format, timezone }) => {
    const pattern = parseDatePattern(format);
    refuseUnknownZone(timezone);
    return textStep((text) => {
      const isDate = isIsoDate(text);
      const moment = readMoment(isDate ? `${text}T00:00:00Z` : text);
      if (moment === null) {
        return fail(
          'mapping.not-a-date',
          `${quoteValue(text)} is not a date; add the step “to date” before this one`,
        );
      }
      if (moment === 'no-zone') return fail('mapping.no-time-zone', `${quoteValue(text)} has no time zone`);
      const millisecond = Number(moment.fraction.padEnd(3, '0').slice(0, 3));
      return writeDate({ ...partsInZone(moment.millis, isDate ? 'UTC' : timezone), millisecond }, pattern);
    });
  },
});

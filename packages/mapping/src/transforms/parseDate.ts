import { pad } from '../dates/calendar.ts';
import { type DatePattern, explainPattern, parseDatePattern } from '../dates/datePattern.ts';
import { fixedDayReader } from '../dates/dayReader.ts';
import { readDate } from '../dates/readDate.ts';
import { fail, quoteValue } from '../values/failure.ts';
import { textStep } from './textStep.ts';
import { defineTransform } from './transform.ts';

/** A date in a stated format to `YYYY-MM-DD`. */
export const parseDate = defineTransform({
  name: 'parse-date',
  label: ({ format }) => `to date ${format}`,
  takes: ['text', 'enum', 'integer', 'json'],
  gives: () => 'date',
  check: ({ format }) => formatProblems(format, 'date'),
  compile: ({ format }) => {
    const pattern = parseDatePattern(format);
    const read = fixedDayReader(pattern) ?? dayReader(pattern);
    return textStep(
      (text) =>
        read(text.trim()) ??
        fail('mapping.not-a-date', `${quoteValue(text)} is not a date in the form ${format}`),
    );
  },
});

function dayReader(pattern: DatePattern): (text: string) => string | null {
  return (text) => {
    const parts = readDate(text, pattern);
    return parts && `${pad(parts.year, 4)}-${pad(parts.month, 2)}-${pad(parts.day, 2)}`;
  };
}

/** The problem with a date format, as steps report it. */
export function formatProblems(format: string, use: 'date' | 'datetime' | 'write') {
  const problem = explainPattern(format, use);
  if (problem === null) return [];
  return [
    {
      severity: 'error' as const,
      code: 'mapping.bad-date-format',
      path: 'format',
      title: `The date format ${format} can't be used`,
      whatToDo: problem.message,
    },
  ];
}

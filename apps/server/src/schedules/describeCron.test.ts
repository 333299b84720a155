import { parseCron } from '@syncline/compiler';
import { expect, it } from 'vitest';
import { describeCron } from './describeCron.ts';

it.each([
  ['0 2 * * *', 'Every day at 02:00'],
  ['*/5 * * * *', 'Every 5 minutes'],
  ['* * * * *', 'Every minute'],
  ['0 * * * *', 'Every hour'],
  ['15 */6 * * *', 'Every 6 hours at minute 15'],
  ['0 2 * * mon-fri', 'Monday to Friday at 02:00'],
  ['30 6,18 * * 0', 'Sunday at 06:30 and 18:30'],
  ['0 9 1 * *', 'On day 1 of the month at 09:00'],
  ['0 9 1,15 1 *', 'On day 1 and 15 of the month in January at 09:00'],
  ['*/15 8-17 * * 1-5', 'Every 15 minutes of hour 8 to 17, Monday to Friday'],
  ['0 0 29 2 *', 'On day 29 of the month in February at 00:00'],
])('puts %s into words', (text, words) => {
  const parsed = parseCron(text);
  expect(parsed.ok && describeCron(parsed.cron)).toBe(words);
});

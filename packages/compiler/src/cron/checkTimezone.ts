import { isTimeZone } from '@syncline/mapping';
import type { CronProblem } from './cronField.ts';

const longest = 64;

/**
 * Whether a text names a time zone of the IANA list. An offset is refused: it knows no daylight saving time.
 *
 * @returns null when it does, else what to say.
 * @example checkTimezone('Europe/Paris') // null
 */
export function checkTimezone(name: string): CronProblem | null {
  const whatToDo = 'Choose a place such as Europe/Paris, or UTC.';
  if (name.trim() === '') return { title: 'The schedule has no time zone', whatToDo };
  if (/^[+-]/.test(name)) {
    return {
      title: `${cut(name)} is an offset, which would be wrong for half of the year in many places`,
      whatToDo,
    };
  }
  // No name is longer; a cache behind the question need not keep such texts.
  if (name.length <= longest && isTimeZone(name)) return null;
  return { title: `${cut(name)} is not a time zone`, whatToDo };
}

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);

import type { CronProblem } from './cronField.ts';

/** Asking Intl costs a tenth of a millisecond, and a flow names few zones many times. */
const known = new Set<string>();
const mostKnown = 1_000;

/**
 * Whether a text names a time zone of the IANA list. An offset is refused: it knows no daylight saving time.
 *
 * @returns null when it does, else what to say.
 * @example checkTimezone('Europe/Paris') // null
 */
export function checkTimezone(name: string): CronProblem | null {
  if (known.has(name)) return null;
  const whatToDo = 'Choose a place such as Europe/Paris, or UTC.';
  if (name.trim() === '') return { title: 'The schedule has no time zone', whatToDo };
  if (/^[+-]/.test(name)) {
    return {
      title: `${cut(name)} is an offset, which would be wrong for half of the year in many places`,
      whatToDo,
    };
  }
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    if (known.size < mostKnown) known.add(name);
    return null;
  } catch {
    return { title: `${cut(name)} is not a time zone`, whatToDo };
  }
}

const cut = (text: string): string => (text.length > 64 ? `${text.slice(0, 64)}…` : text);

import { parseCron } from '@syncline/compiler';
import cronstrue from 'cronstrue';

export type CronWords = { ok: true; meaning: string } | { ok: false; problem: string };

/** What a cron line means, or what is wrong with it and how to write it. */
export function describeCron(text: string): CronWords {
  const parsed = parseCron(text);
  if (!parsed.ok) return { ok: false, problem: `${parsed.problem.title}. ${parsed.problem.whatToDo}` };
  try {
    return {
      ok: true,
      meaning: cronstrue.toString(text.trim(), { use24HourTimeFormat: true, verbose: false }),
    };
  } catch {
    // The line is valid for us; the words for it are a comfort.
    return { ok: true, meaning: '' };
  }
}

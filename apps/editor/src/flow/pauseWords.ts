import type { PauseReason } from '@syncline/model';

const words: Record<PauseReason, string> = {
  user: 'by hand',
  auth: 'a connection was refused',
  permission: 'a system denied access',
  schema: 'a system changed its fields',
  quota: 'a system’s limit is used up',
  budget: 'too many records failed',
  guard: 'a check stopped it',
  retries: 'it failed again and again',
  config: 'its set-up does not fit any more',
};

/** A pause reason as people say it; one that has no words here is shown as it is. */
export const pauseWords = (reason: string): string => {
  const known: Record<string, string> = words;
  return known[reason] ?? reason;
};

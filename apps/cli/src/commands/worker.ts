import type { Command } from '../command.ts';
import { readWords } from '../readWords.ts';
import { serve } from './start.ts';

export const workerCommand: Command = {
  name: 'worker',
  summary: 'Run flows beside a server, on this machine or another',
  help: `syncline worker

Runs flows and opens no port. It shares the database of the server: set the same DATABASE_URL, or, on the
same machine, the same SYNCLINE_DATA, whose embedded database it then joins. SYNCLINE_KEY must be the same too
where the data folder is not shared. Start as many as you like.

Stops in order on Ctrl+C or SIGTERM, within 25 seconds: pages under way are finished and flows handed back.
Exit codes: 0 stopped as asked, 64 wrong words, 78 a setting does not fit.`,
  async run(words, terminal) {
    readWords({ command: 'worker', options: {} }, words);
    return serve('worker', terminal, true);
  },
};

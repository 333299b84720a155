import { countOf } from '../columns.ts';
import { type Command, exitCodes } from '../command.ts';
import { readJsonFile } from '../readJsonFile.ts';
import { readWords } from '../readWords.ts';

export const importCommand: Command = {
  name: 'import',
  summary: 'Keep a flow document as a draft, or a template in the gallery',
  help: `syncline import FILE

FILE is a flow document or a template; - reads standard input. It goes into the database at once, whether a
server runs or not. Prints the id of what was kept.

A document becomes a draft: connections are bound where there is one of the same name and kind.
A template joins the gallery; one of the same id that was imported before is replaced.

Exit codes: 0 kept, 1 it does not fit (each reason is a line), 64 wrong words, 78 a setting does not fit.`,
  async run(words, terminal) {
    const [file = ''] = readWords(
      { command: 'import', options: {}, positionals: ['FILE'] },
      words,
    ).positionals;
    const content = await readJsonFile(file);
    const { keepDocument, openWorkshop, readSettings } = await import('@syncline/server');
    const settings = readSettings(terminal.environment);
    await using workshop = await openWorkshop({ settings, onProgress: terminal.note });
    const kept = await keepDocument(workshop, content);
    terminal.print(kept.id);
    const todo =
      kept.problems === 0 ? '' : ` ${countOf(kept.problems, 'problem')} to solve before it can be published.`;
    terminal.note(
      kept.as === 'draft'
        ? `"${kept.name}" is kept as a draft.${todo}`
        : `"${kept.name}" is kept as a template.`,
    );
    return exitCodes.ok;
  },
};

import { writeFile } from 'node:fs/promises';
import { messageOf } from '@syncline/model';
import { type Command, exitCodes, UsageError } from '../command.ts';
import { readWords } from '../readWords.ts';

const options = {
  as: { type: 'string', default: 'document' },
  out: { type: 'string' },
} as const;

export const exportCommand: Command = {
  name: 'export',
  summary: 'Write a flow as a document for Git, or as a template',
  help: `syncline export ID [--as document|template] [--out FILE]

ID is the flow's, as in its address in the editor.

  --as document  the draft as it is drawn, keys sorted, without secrets (default)
  --as template  for others to use: without remarks, and with what it needs instead of your connections
  --out FILE     into this file instead of standard output

Exit codes: 0 written, 1 no such flow or the database does not answer, 64 wrong words, 78 a setting does not fit.`,
  async run(words, terminal) {
    const { values, positionals } = readWords({ command: 'export', options, positionals: ['ID'] }, words);
    const [id = ''] = positionals;
    const { as, out } = values;
    if (as !== 'document' && as !== 'template')
      throw new UsageError(`--as ${as} is neither document nor template. See "syncline help export".`);
    const { exportDocument, openWorkshop, readSettings } = await import('@syncline/server');
    const settings = readSettings(terminal.environment);
    await using workshop = await openWorkshop({ settings, onProgress: terminal.note });
    const text = await exportDocument(workshop, id, as);
    if (out === undefined) terminal.print(text.trimEnd());
    else {
      await writeFile(out, text).catch((error: unknown) => {
        throw new UsageError(`${out} can not be written: ${messageOf(error)}`);
      });
      terminal.note(`Written to ${out}.`);
    }
    return exitCodes.ok;
  },
};

import type { Diagnostic } from '@syncline/model';
import { countOf, sentence } from '../columns.ts';
import { type Command, exitCodes } from '../command.ts';
import { readJsonFile } from '../readJsonFile.ts';
import { readWords } from '../readWords.ts';

export const validateCommand: Command = {
  name: 'validate',
  summary: 'Say everything that is wrong with a flow document',
  help: `syncline validate FILE

FILE is a flow document or a template; - reads standard input. Only the document is looked at: no database
and no connected system is asked, so fields and connections that only those know are not judged.
Each finding is one line: error or warning, the place, what is wrong, what to do.

Exit codes: 0 no errors, 1 errors or no JSON, 64 wrong words or no such file.`,
  async run(words, terminal) {
    const [file = ''] = readWords(
      { command: 'validate', options: {}, positionals: ['FILE'] },
      words,
    ).positionals;
    const content = await readJsonFile(file);
    const { validateDocument } = await import('@syncline/server');
    const diagnostics = validateDocument(content);
    for (const diagnostic of diagnostics) terminal.print(describeDiagnostic(diagnostic));
    const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
    const warnings = diagnostics.length - errors;
    const also = warnings === 0 ? '' : `, ${countOf(warnings, 'warning')}`;
    terminal.print(`${file}: ${errors === 0 ? 'no errors' : countOf(errors, 'error')}${also}`);
    return errors === 0 ? exitCodes.ok : exitCodes.failed;
  },
};

/** @example `error nodes.clean.fields.3.from  This field is not known. Choose one of: email, name.` */
export function describeDiagnostic({ severity, node, port, path, title, whatToDo }: Diagnostic): string {
  const place = node === undefined ? (path ?? 'flow') : ['nodes', node, port, path].filter(Boolean).join('.');
  return `${severity} ${place}  ${sentence(title)} ${sentence(whatToDo)}`;
}

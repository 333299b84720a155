import { alignColumns, countOf } from '../columns.ts';
import { type Command, exitCodes } from '../command.ts';
import { hasEditor } from '../editorBundle.ts';
import { readWords } from '../readWords.ts';

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'Show every setting and what needs mending',
  help: `syncline doctor

Shows every setting with its value, where it comes from and what it takes; then looks at versions, database,
data folder, key, disk, port and editor. Secrets are masked. An embedded database that does not run is started
for the look and stopped again.

Exit codes: 0 all is well, 1 something needs mending (each says how), 64 wrong words.`,
  async run(words, terminal) {
    readWords({ command: 'doctor', options: {} }, words);
    const { inspectInstallation } = await import('@syncline/server');
    const { settings, findings } = await inspectInstallation(terminal.environment);
    const width = Math.max(...settings.map(({ name }) => name.length));
    terminal.print('Settings');
    const rows = settings.map(({ name, value, source }) => [name, value === '' ? '(unset)' : value, source]);
    alignColumns(rows).forEach((line, row) => {
      terminal.print(`  ${line}`);
      const { what, remedy } = settings[row] ?? {};
      terminal.print(`  ${''.padEnd(width)}    ${what}. ${remedy}`);
    });
    const editor = {
      what: 'editor',
      ok: true,
      note: hasEditor() ? 'built' : 'not built yet; "syncline start" builds it',
    };
    const all = [...findings, editor];
    terminal.print('\nFindings');
    for (const line of alignColumns(all.map(({ what, ok, note }) => [ok ? 'ok' : 'MEND', what, note])))
      terminal.print(`  ${line}`);
    const bad = all.filter(({ ok }) => !ok).length;
    terminal.print(bad === 0 ? '\nAll is well.' : `\n${countOf(bad, 'thing')} to mend, marked MEND above.`);
    return bad === 0 ? exitCodes.ok : exitCodes.failed;
  },
};

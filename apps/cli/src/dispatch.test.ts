import { describe, expect, it } from 'vitest';
import { type Command, UsageError } from './command.ts';
import { commands } from './commands.ts';
import { dispatch } from './dispatch.ts';

const run = async (words: string[], environment: Record<string, string> = {}, known = commands) => {
  const out: string[] = [];
  const err: string[] = [];
  const code = await dispatch({ commands: known, version: '1.2.3' }, words, {
    environment,
    live: false,
    print: (line) => out.push(line),
    note: (line) => err.push(line),
    update: () => {},
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
};

const failing = (error: Error): Command => ({
  name: 'fail',
  summary: '',
  help: '',
  run: async () => {
    throw error;
  },
});

describe('the command line', () => {
  it('lists every command when it is given nothing', async () => {
    const { code, out } = await run([]);
    expect(code).toBe(0);
    for (const { name, summary } of commands) expect(out).toContain(`${name.padEnd(10)}${summary}`);
  });

  it('prints its version', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, out: '1.2.3', err: '' });
  });

  it.each(commands.map(({ name }) => name))(
    'explains %s in three ways, with its exit codes',
    async (name) => {
      const explained = await run(['help', name]);
      expect(explained.out).toMatch(new RegExp(`^syncline ${name}`));
      expect(explained.out).toContain('Exit codes: 0');
      expect(await run([name, '--help'])).toEqual(explained);
      expect(await run([name, '-h'])).toEqual(explained);
    },
  );

  it('suggests the nearest command for one there is not', async () => {
    expect(await run(['strat'])).toEqual({
      code: 64,
      out: '',
      err: 'There is no command "strat". Did you mean "start"? "syncline help" lists them all.',
    });
    expect((await run(['help', 'telephone'])).err).toBe(
      'There is no command "telephone". "syncline help" lists them all.',
    );
  });

  it.each([
    [['start', '--prot', '80'], `Unknown option '--prot'. See "syncline help start".`],
    [['start', '--role', 'boss'], '--role boss is none of all, web and worker. See "syncline help start".'],
    [['start', 'now'], 'syncline start does not take "now". See "syncline help start".'],
    [['worker', '--role=web'], `Unknown option '--role'. See "syncline help worker".`],
    [['validate'], 'syncline validate needs FILE. See "syncline help validate".'],
    [['validate', '/nowhere/flow.json'], 'There is no file /nowhere/flow.json.'],
    [['validate', '/'], '/ is a folder. Name the file in it.'],
    [['run', 'a.json', 'b.json'], 'syncline run does not take "b.json". See "syncline help run".'],
    [
      ['run', 'a.json', '--bind', 'postgres://u:secret@h/d'],
      '--bind takes NAME=WHERE, such as target=postgres://host/database.',
    ],
    [
      ['export', 'x', '--as', 'yaml'],
      '--as yaml is neither document nor template. See "syncline help export".',
    ],
  ])('refuses %j with one line and exit code 64', async (words, line) => {
    expect(await run(words)).toEqual({ code: 64, out: '', err: line });
  });

  it('refuses a bad setting with its name, the remedy and exit code 78', async () => {
    const remedy = 'PORT has a value that does not fit. Use a number from 0 to 65535; 0 picks a free port.';
    expect(await run(['start', '--port', 'http'])).toEqual({ code: 78, out: '', err: remedy });
    expect(await run(['worker'], { PORT: '-1' })).toEqual({ code: 78, out: '', err: remedy });
  });

  it('shows a trace only when the log level is debug', async () => {
    const known = [failing(new Error('It broke.'))];
    expect(await run(['fail'], {}, known)).toEqual({ code: 1, out: '', err: 'It broke.' });
    expect((await run(['fail'], { LOG_LEVEL: 'debug' }, known)).err).toContain('dispatch.test.ts');
  });

  it('lists every reason that an error brings', async () => {
    const options = {
      issues: [
        { path: 'nodes.a', message: 'One.' },
        { path: 'nodes.b', message: 'Two.' },
      ],
    };
    const known = [failing(Object.assign(new Error('The flow has errors.'), { options }))];
    expect((await run(['fail'], {}, known)).err).toBe(
      'The flow has errors.\n  nodes.a  One.\n  nodes.b  Two.',
    );
  });

  it('takes the exit code from the error', async () => {
    expect((await run(['fail'], {}, [failing(new UsageError('No.'))])).code).toBe(64);
  });
});

import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { UsageError } from './command.ts';

interface Wanted<O extends ParseArgsOptionsConfig> {
  command: string;
  options: O;
  /** Names of the words that must follow: `['FILE']`. */
  positionals?: readonly string[];
}

/**
 * Reads the words after a command.
 *
 * @example readWords({ command: 'run', options: { full: { type: 'boolean' } }, positionals: ['FILE'] }, ['--full', 'a.json'])
 * @throws UsageError saying which word does not fit and where to read more.
 */
export function readWords<O extends ParseArgsOptionsConfig>(
  { command, options, positionals: names = [] }: Wanted<O>,
  words: string[],
) {
  const { values, positionals } = tryToParse(command, options, words);
  const missing = names[positionals.length];
  if (missing !== undefined)
    throw new UsageError(`syncline ${command} needs ${missing}. ${readMore(command)}`);
  const extra = positionals[names.length];
  if (extra !== undefined)
    throw new UsageError(`syncline ${command} does not take "${extra}". ${readMore(command)}`);
  return { values, positionals };
}

function tryToParse<O extends ParseArgsOptionsConfig>(command: string, options: O, words: string[]) {
  try {
    return parseArgs({ args: words, options, allowPositionals: true, strict: true });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    // Node goes on with advice about words that begin with a dash; the first sentence says it all.
    throw new UsageError(`${said.replace(/[.;] .*$/s, '').replace(/\.$/, '')}. ${readMore(command)}`);
  }
}

const readMore = (command: string) => `See "syncline help ${command}".`;

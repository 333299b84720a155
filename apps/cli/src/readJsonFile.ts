import { readFile, stat } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { sentence } from './columns.ts';
import { UsageError } from './command.ts';
import { findJsonMistake } from './jsonMistake.ts';

const largestBytes = 20_000_000;

/**
 * The JSON of a file; `-` is standard input.
 *
 * @throws UsageError when there is no such file; Error naming line and column when it holds no JSON.
 */
export async function readJsonFile(file: string): Promise<unknown> {
  const name = file === '-' ? 'standard input' : file;
  const text = (file === '-' ? await readAll(process.stdin) : await readText(file)).replace(/^\uFEFF/, '');
  if (text.length > largestBytes) throw tooLarge(name);
  try {
    return JSON.parse(text);
  } catch (error) {
    const mistake = findJsonMistake(text);
    if (mistake === null) throw error;
    const { line, column, what } = mistake;
    throw new Error(`${name}, line ${line}, column ${column}: ${sentence(what)}`, { cause: error });
  }
}

async function readText(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > largestBytes) throw tooLarge(file);
    return await readFile(file, 'utf8');
  } catch (error) {
    switch (error instanceof Error ? Reflect.get(error, 'code') : undefined) {
      case 'ENOENT':
        throw new UsageError(`There is no file ${file}.`);
      case 'EISDIR':
        throw new UsageError(`${file} is a folder. Name the file in it.`);
      case 'EACCES':
        throw new UsageError(`${file} may not be read by this user.`);
      default:
        throw error;
    }
  }
}

const tooLarge = (name: string) =>
  new UsageError(`${name} is larger than 20 MB, so it is no flow document. Name the flow, not its data.`);

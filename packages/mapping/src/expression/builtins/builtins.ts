import type { Builtin } from './builtin.ts';
import { listFunctions } from './listFunctions.ts';
import { numberFunctions } from './numberFunctions.ts';
import { patternFunctions } from './patternFunctions.ts';
import { textFunctions } from './textFunctions.ts';
import { clockFunctions, timeFunctions } from './timeFunctions.ts';

/** The built-in functions that run here, by name. */
export function builtinsWith(now: () => Date): ReadonlyMap<string, Builtin> {
  return new Map(
    Object.entries<Builtin>({
      ...textFunctions,
      ...numberFunctions,
      ...listFunctions,
      ...patternFunctions,
      ...timeFunctions,
      ...clockFunctions(now),
    }),
  );
}

/** JSONata has these too, but only its interpreter runs them. `eval` is in neither list: it is refused. */
export const interpretedFunctions: ReadonlySet<string> = new Set([
  'base64decode',
  'base64encode',
  'clone',
  'each',
  'filter',
  'formatInteger',
  'formatNumber',
  'map',
  'parseInteger',
  'random',
  'reduce',
  'shuffle',
  'sift',
  'single',
  'zip',
]);

/** All functions an expression may call, for the editor's list. */
export const functionNames: readonly string[] = [
  ...builtinsWith(() => new Date(0)).keys(),
  ...interpretedFunctions,
].sort();

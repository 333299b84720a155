import { lineAt, readSource } from './sourceText.ts';
import { codeOf, isTest, type Tree, type Violation } from './tree.ts';

/** What a file gives out is listed by name, so that a reader and the dead-code check can see it. */
export function checkExportAll(tree: Tree): Violation[] {
  return codeOf(tree).flatMap(([path, text]) =>
    report(path, text, /\bexport\s*(?:type\s*)?\*/g, 'name what is exported'),
  );
}

const skipped =
  /\b(?:it|test|describe|suite)(?:\.\w+)*\.(?:skip|only|todo|fixme|skipIf|runIf)\b|\b(?:xit|xtest|xdescribe|fit|fdescribe)\s*\(/g;

/** Every test that is written runs, everywhere. */
export function checkSkippedTests(tree: Tree): Violation[] {
  return codeOf(tree)
    .filter(([path]) => isTest(path) || path.startsWith('test/'))
    .flatMap(([path, text]) => report(path, text, skipped, 'a test that does not run'));
}

function report(path: string, text: string, form: RegExp, words: string): Violation[] {
  const { code } = readSource(text);
  return [...code.matchAll(form)].map(
    ({ index, 0: phrase }): Violation => `${path}:${lineAt(text, index)}: "${phrase.trim()}": ${words}`,
  );
}
